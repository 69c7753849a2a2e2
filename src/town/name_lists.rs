//! Lists of names that are common in the Netherlands, for people who do not exist.

/// Given names of boys and young men.
#[rustfmt::skip]
pub(super) const BOYS_NOW: &[&str] = &[
    "Noah", "Sem", "Liam", "Lucas", "Daan", "Finn", "Levi", "Luuk", "Mees", "James", "Milan",
    "Sam", "Benjamin", "Bram", "Thijs", "Jesse", "Thomas", "Lars", "Adam", "Mohamed", "Yusuf",
    "Julian", "Ruben", "Tijn", "Teun", "Stijn", "Jayden", "Max", "Guus", "Gijs", "Hugo", "Siem",
    "Joep", "Floris", "Abel", "Ravi", "Emir", "Zayn", "Jurre", "Pepijn", "Olivier", "Timo",
    "Nolan", "Kai",
];

/// Given names of girls and young women.
#[rustfmt::skip]
pub(super) const GIRLS_NOW: &[&str] = &[
    "Emma", "Julia", "Mila", "Sophie", "Olivia", "Yara", "Saar", "Nora", "Tess", "Noor", "Milou",
    "Sara", "Liv", "Zoë", "Evi", "Anna", "Luna", "Lotte", "Nina", "Eva", "Maud", "Fenna",
    "Lauren", "Fleur", "Elin", "Lynn", "Esmee", "Roos", "Isa", "Sofie", "Fatima", "Amira",
    "Elif", "Jasmijn", "Loïs", "Chloë", "Feline", "Hannah", "Linde", "Maëlle", "Puck", "Vera",
    "Inaya", "Norah",
];

/// Given names of men born from 1956 on.
#[rustfmt::skip]
pub(super) const MEN: &[&str] = &[
    "Jan", "Peter", "Johannes", "Marcel", "Rob", "Ron", "Erik", "Martin", "Frank", "Edwin",
    "Paul", "Mark", "Jeroen", "Dennis", "Bas", "Sander", "Patrick", "Michel", "André", "René",
    "Richard", "Ahmed", "Mustafa", "Ali", "Mehmet", "Hassan", "Robert", "Hans", "Kees", "Willem",
    "Henk", "Wouter", "Maarten", "Rik", "Tom", "Nick", "Kevin", "Jasper", "Ricardo", "Piotr",
    "Marek", "Remco", "Vincent", "Arjan", "Danny", "Jurgen", "Ibrahim", "Andrei", "Stefan",
];

/// Given names of women born from 1956 on.
#[rustfmt::skip]
pub(super) const WOMEN: &[&str] = &[
    "Maria", "Linda", "Sandra", "Monique", "Petra", "Ingrid", "Marjan", "Esther", "Mariëlle",
    "Chantal", "Angelique", "Nicole", "Patricia", "Kim", "Laura", "Sanne", "Lisa", "Marieke",
    "Fatma", "Ayşe", "Khadija", "Samira", "Naima", "Françoise", "Désirée", "Renée", "Anouk",
    "Wendy", "Judith", "Miranda", "Bianca", "Karin", "Yvonne", "Carla", "Astrid", "Daniëlle",
    "Joyce", "Melissa", "Priscilla", "Ewa", "Agnieszka", "Ilse", "Femke", "Marloes", "Inge",
    "Saskia", "Silvia", "Jolanda", "Annemiek", "Ellen",
];

/// Given names of older men.
#[rustfmt::skip]
pub(super) const OLD_MEN: &[&str] = &[
    "Johannes", "Cornelis", "Hendrik", "Willem", "Pieter", "Gerrit", "Jacobus", "Jacob", "Dirk",
    "Klaas", "Simon", "Arie", "Theodorus", "Petrus", "Adrianus", "Albert", "Antonius",
    "Gerardus", "Jan", "Nicolaas", "Leendert", "Wilhelmus", "Teunis", "Evert", "Harm",
    "Bernardus", "Ewoud",
];

/// Given names of older women.
#[rustfmt::skip]
pub(super) const OLD_WOMEN: &[&str] = &[
    "Maria", "Johanna", "Cornelia", "Anna", "Wilhelmina", "Hendrika", "Elisabeth", "Grietje",
    "Catharina", "Trijntje", "Neeltje", "Geertruida", "Aaltje", "Jannetje", "Petronella",
    "Antje", "Theodora", "Adriana", "Guurtje", "Helena", "Gerarda", "Alida", "Dirkje",
    "Margaretha", "Jacoba", "Marijtje", "Riek", "Truus",
];

/// Prefix and surname; the first are the most common.
#[rustfmt::skip]
pub(super) const SURNAMES: &[(&str, &str)] = &[
    ("de", "Jong"), ("", "Jansen"), ("de", "Vries"), ("van de", "Berg"), ("van", "Dijk"),
    ("", "Bakker"), ("", "Janssen"), ("", "Visser"), ("", "Smit"), ("", "Meijer"),
    ("de", "Boer"), ("", "Mulder"), ("de", "Groot"), ("", "Bos"), ("", "Vos"), ("", "Peters"),
    ("", "Hendriks"), ("van", "Leeuwen"), ("", "Dekker"), ("", "Brouwer"), ("de", "Wit"),
    ("", "Dijkstra"), ("", "Smits"), ("de", "Graaf"), ("van der", "Meer"), ("van der", "Linden"),
    ("", "Kok"), ("", "Jacobs"), ("de", "Haan"), ("", "Vermeulen"), ("van den", "Heuvel"),
    ("van den", "Broek"), ("de", "Bruijn"), ("de", "Bruin"), ("van der", "Heijden"),
    ("", "Schouten"), ("van", "Beek"), ("", "Willems"), ("van", "Vliet"), ("van de", "Ven"),
    ("", "Hoekstra"), ("", "Maas"), ("", "Verhoeven"), ("", "Koster"), ("van", "Dam"),
    ("van der", "Wal"), ("", "Prins"), ("", "Blom"), ("", "Huisman"), ("", "Peeters"),
    ("de", "Jonge"), ("", "Kuipers"), ("van", "Veen"), ("", "Kuiper"), ("", "Veenstra"),
    ("", "Kramer"), ("van den", "Brink"), ("", "Scholten"), ("van", "Wijk"), ("", "Postma"),
    ("", "Martens"), ("", "Vink"), ("de", "Ruiter"), ("", "Timmermans"), ("", "Groen"),
    ("", "Gerritsen"), ("", "Jonker"), ("van", "Loon"), ("", "Boer"), ("van der", "Velde"),
    ("", "Willemsen"), ("", "Smeets"), ("de", "Lange"), ("de", "Vos"), ("", "Bosch"),
    ("van", "Dongen"), ("", "Schipper"), ("de", "Koning"), ("van der", "Laan"), ("", "Koning"),
    ("van der", "Velden"), ("", "Driessen"), ("van", "Doorn"), ("", "Hermans"), ("", "Evers"),
    ("van den", "Bosch"), ("van der", "Meulen"), ("", "Hofman"), ("", "Wolters"),
    ("", "Sanders"), ("van der", "Horst"), ("", "Mol"), ("", "Molenaar"), ("van de", "Pol"),
    ("de", "Leeuw"), ("", "Kuijpers"), ("", "Mohan"), ("", "Kaya"), ("", "Yılmaz"),
    ("", "Demir"), ("", "Şahin"), ("", "Öztürk"), ("", "Çelik"), ("el", "Amrani"),
    ("el", "Idrissi"), ("", "Bouzid"), ("", "Ahmadi"), ("", "Hosseini"), ("", "Nguyen"),
    ("", "Singh"), ("", "Ramdin"), ("", "Pinas"), ("", "Kowalski"), ("", "Wiśniewska"),
    ("", "Nowak"), ("", "Popescu"), ("da", "Silva"), ("", "Fernández"), ("", "Müller"),
    ("", "Schröder"), ("", "Lefèvre"), ("", "O'Brien"), ("", "Österholt"), ("in 't", "Veld"),
    ("van 't", "Hoff"), ("ten", "Brinke"), ("ter", "Horst"), ("'t", "Hart"), ("op de", "Weegh"),
    ("van", "Eeghen-Prins"), ("", "Krul"), ("", "Zwart"), ("", "Kat"), ("", "Honig"),
    ("", "Duyvis"), ("", "Blees"), ("", "Mooij"), ("", "Al"), ("", "Mats"),
];

/// How a surname of two parts begins.
#[rustfmt::skip]
pub(super) const FIRST_PARTS: &[&str] = &[
    "Ooster", "Wester", "Noorder", "Zuider", "Boven", "Bene", "Hooge", "Nieuwe", "Oude",
    "Groene", "Zand", "Veen", "Hout", "Steen", "Linde", "Beuken", "Eike", "Meer", "Zaan",
    "Dorps", "Molen", "Kerk", "Schaap", "Vogel", "Rozen", "Konings", "Water", "Duin",
];

/// How it ends.
#[rustfmt::skip]
pub(super) const SECOND_PARTS: &[&str] = &[
    "dijk", "veld", "kamp", "huis", "berg", "man", "hof", "laar", "brug", "sma", "stra", "hoek",
    "waard", "weg", "wijk", "burg", "bos", "graaf", "dam", "zijl",
];
