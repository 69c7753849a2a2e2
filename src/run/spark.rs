//! A Spark cluster that counts, and links, asked over Spark Connect.

use std::cell::RefCell;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use spark_connect::row::Value;
use spark_connect::{SparkError, SparkSession};

use crate::agreement::EngineSettings;
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder, read_plain_text};
use crate::pseudonymous::cluster::{Answers, Order, Statement, View, partitions};

/// A session with a cluster, and the tables that it reads. They are removed when this is dropped.
pub struct Spark {
    session: SparkSession,
    folder: PathBuf,
    seen_as: Option<String>,
    /// Under construction until the end: whatever ends this program, the next run and `purge` know it for what was left.
    written: RefCell<Option<WholeFolder>>,
    /// The views that the cluster keeps in memory.
    kept: RefCell<Vec<String>>,
}

/// How long a cluster may take to listen.
const PATIENCE: Duration = Duration::from_secs(10);

/// The first version that answers as the others do.
const OLDEST: u32 = 4;

/// No token is longer.
const LONGEST: u64 = 1 << 16;

impl Spark {
    /// Opens a session with the cluster of the agreement.
    ///
    /// # Errors
    /// When the agreement names none, none listens there, it refuses the token, or it is too old.
    pub fn connect(settings: &EngineSettings) -> Result<Self> {
        let EngineSettings::Spark {
            folder,
            seen_as,
            url,
            token,
            ..
        } = settings
        else {
            let message = "the agreement names no cluster that can be asked";
            return Err(Error::new(Code::EngineMissing, message));
        };
        refuse_nobody(url)?;
        let token = token.as_deref().map(|file| {
            read_plain_text(file, LONGEST).map_err(|e| Error::io(file, "read the token", &e))
        });
        let with_token = match token.transpose()? {
            Some(token) => format!("{}token={}", ending(url), quoted(token.trim())),
            None => String::new(),
        };
        let session = SparkSession::builder().remote(&format!("{url}{with_token}"));
        let session = session.get_or_create();
        let session = session.map_err(|error| failed("the cluster cannot be asked", &error))?;
        let version = session.version();
        let version = version.map_err(|error| failed("the cluster cannot be asked", &error))?;
        let major = version
            .split('.')
            .next()
            .and_then(|major| major.parse::<u32>().ok());
        if major.is_none_or(|major| major < OLDEST) {
            let message = format!("the cluster at {} is of version {version}", endpoint(url));
            return Err(Error::new(Code::ClusterFailed, message).hint(
                "ask one of Spark 4 or later, or let it answer what kind = \"emit\" writes",
            ));
        }
        Ok(Self {
            session,
            folder: folder.clone(),
            seen_as: seen_as.clone(),
            written: RefCell::default(),
            kept: RefCell::default(),
        })
    }
}

impl Spark {
    /// How many rows the cluster sees of a table, from now on called by its name.
    fn look_at(
        &self,
        table: &str,
        file: &str,
    ) -> std::result::Result<Option<i64>, Box<SparkError>> {
        let read = self.session.read().parquet(file);
        read.create_or_replace_temp_view(table)?;
        let seen = self.session.sql(&format!("SELECT COUNT(*) FROM {table}"))?;
        let seen = seen.collect()?;
        Ok(seen.first().and_then(|row| row.get(0)?.as_i64()))
    }

    /// Has the cluster know the view by its name from now on, and keep it where that is worth it.
    fn make(&self, view: &View) -> std::result::Result<(), Box<SparkError>> {
        let name = &view.name;
        let query = self.session.sql(&view.text)?;
        query.create_or_replace_temp_view(name)?;
        if view.is_kept {
            self.kept.borrow_mut().push(name.clone());
            // Sail keeps nothing, and makes it again for each statement.
            let _ = self.tell(&format!("CACHE TABLE {name}"));
        }
        Ok(())
    }

    /// A folder in that of the agreement, as the cluster calls it.
    fn as_seen(&self, folder: &Path) -> String {
        if let (Some(seen_as), Some(name)) = (&self.seen_as, folder.file_name()) {
            format!("{}/{}", seen_as.trim_end_matches('/'), name.display())
        } else {
            let whole = std::path::absolute(folder);
            whole.as_deref().unwrap_or(folder).display().to_string()
        }
    }

    fn tell(&self, command: &str) -> std::result::Result<(), Box<SparkError>> {
        self.session.sql(command)?.collect()?;
        Ok(())
    }

    /// Divides what is joined into so many parts, unless the server has its own number.
    fn divide(&self, parts: usize) -> std::result::Result<(), Box<SparkError>> {
        let conf = self.session.conf();
        if conf.get(PARTITIONS)?.as_deref() == Some(SPARKS_OWN) {
            conf.set(PARTITIONS, &parts.to_string())?;
        }
        Ok(())
    }

    /// Removes what was written, and frees what the cluster keeps, which would stay in its memory after the session.
    fn forget(&self) {
        for view in self.kept.take() {
            // What cannot be freed goes when the server ends.
            let _ = self.tell(&format!("UNCACHE TABLE IF EXISTS {view}"));
        }
        drop(self.written.take());
    }
}

impl Drop for Spark {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Into how many parts Spark divides what it joins, and what it says where nobody chose a number.
const PARTITIONS: &str = "spark.sql.shuffle.partitions";
const SPARKS_OWN: &str = "200";

impl Answers for Spark {
    /// Writes the tables in place of those before, and has the cluster look at them.
    fn prepare(&self, order: &Order<'_>) -> Result<()> {
        self.forget();
        let whole = WholeFolder::begin(&self.folder.join(order.run), Existing::Refuse)?;
        let rows = order.tables.write(&whole)?;
        whole.lay_open()?;
        let folder = self.as_seen(whole.partial());
        self.written.replace(Some(whole));
        // A server that lets nobody choose, or has no such number, answers all the same.
        let _ = self.divide(partitions(&rows));
        for (table, rows) in rows {
            let file = format!("{folder}/{table}.parquet");
            let seen = self.look_at(table, &file);
            let what = format!("the cluster cannot read {file}");
            // Sail takes a file that is not there for one without rows.
            let error = match seen {
                Ok(seen) if seen == i64::try_from(rows).ok() => continue,
                Ok(_) => Error::new(Code::ClusterFailed, what),
                Err(error) => failed(&what, &error),
            };
            return Err(error.hint(
                "write to a folder that the cluster sees too, and say in `seen_as` how it calls it",
            ));
        }
        for view in &order.statements.views {
            let what = format!("the cluster cannot make the view `{}`", view.name);
            self.make(view).map_err(|error| failed(&what, &error))?;
        }
        Ok(())
    }

    fn answer(
        &self,
        statement: &Statement,
        each: &mut dyn FnMut(&str, &[i64]) -> Result<()>,
    ) -> Result<()> {
        let failed = |error: &SparkError| {
            failed(
                &format!("the cluster did not answer `{}`", statement.name),
                error,
            )
        };
        let asked = self.session.sql(&statement.text);
        let asked = asked.map_err(|error| failed(&error))?;
        let rows = asked.to_local_iterator(false);
        for row in rows.map_err(|error| failed(&error))? {
            let row = row.map_err(|error| failed(&error))?;
            let plan = row
                .get(0)
                .and_then(|plan| plan.as_str())
                .unwrap_or_default();
            let numbers = row.values().iter().skip(1);
            // A cell that is no number leaves a column too few.
            let numbers: Vec<i64> = numbers.filter_map(Value::as_i64).collect();
            each(plan, &numbers)?;
        }
        Ok(())
    }
}

/// Refuses an address at which nobody listens: the client would try for an hour.
fn refuse_nobody(url: &str) -> Result<()> {
    let endpoint = endpoint(url);
    let addresses = endpoint.to_socket_addrs().into_iter().flatten();
    let listens = |address| TcpStream::connect_timeout(&address, PATIENCE).is_ok();
    if addresses.into_iter().any(listens) {
        return Ok(());
    }
    let message = format!("no cluster listens at {endpoint}");
    Err(Error::new(Code::ClusterFailed, message)
        .hint("check `url` under [engine], and whether its Spark Connect server runs"))
}

/// Host and port of an address `sc://host[:port][/;…]`.
fn endpoint(url: &str) -> String {
    let rest = url.trim_start_matches("sc://");
    let authority = rest.split(['/', '?', '#', ';']).next().unwrap_or_default();
    let has_port = authority
        .rsplit(']')
        .next()
        .is_some_and(|end| end.contains(':'));
    if has_port {
        authority.to_owned()
    } else {
        format!("{authority}:15002")
    }
}

/// What stands between an address and one more parameter.
fn ending(url: &str) -> &'static str {
    match url.trim_start_matches("sc://").split_once('/') {
        None => "/;",
        Some((_, parameters)) if parameters.is_empty() || !parameters.ends_with(';') => ";",
        Some(_) => "",
    }
}

/// A token as a parameter has it: all but letters and digits by their numbers.
fn quoted(token: &str) -> String {
    let quoted = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    token.bytes().map(quoted).collect()
}

/// The numbers that gRPC gives to who may not come in.
const FORBIDDEN: [i32; 2] = [7, 16];

/// What went wrong at the cluster: the name of its error where it has one. Its whole text may quote anything.
fn failed(what: &str, error: &SparkError) -> Error {
    if error
        .grpc_code()
        .is_some_and(|code| FORBIDDEN.contains(&code))
    {
        return Error::new(Code::ClusterFailed, format!("{what}: it refuses the token"))
            .hint("check the file `token` under [engine], and ask for a new token");
    }
    let condition = error.get_condition().unwrap_or_default();
    let message = match condition.as_str() {
        "" => what.to_owned(),
        condition => format!("{what}: {condition}"),
    };
    Error::new(Code::ClusterFailed, message)
}
