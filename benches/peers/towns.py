"""Made-up towns with their hand-overs, kept for the next time."""
import pathlib, shutil, subprocess, tomllib

KEY = "project.key"


def agreement(town):
    return tomllib.loads((town / "config.toml").read_text("utf-8"))


def party(town, name):
    """The part of the agreement about the register or a provider."""
    agreed = agreement(town)
    return agreed["register"] if name == "register" else next(one for one in agreed["provider"] if one["id"] == name)


def services(agreed):
    """The codes of the services; needs are none."""
    of_needs = [one for one in agreed["provider"] if one.get("kind") == "need"]
    needs = {code for one in of_needs for code in [one.get("service"), *one.get("services", {}).values()]}
    return sorted(one["code"] for one in agreed["service"] if one["code"] not in needs)


def largest_text(town):
    """The provider with the largest extract that is one CSV file."""
    of_csv = [one for one in agreement(town)["provider"] if one.get("format") == "csv"]
    return max(of_csv, key=lambda one: (town / one["extract"]).stat().st_size)["id"]


class Towns:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def factlab(self, *arguments, cwd):
        done = subprocess.run([self.program, "--quiet", *map(str, arguments)], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise SystemExit(f"factlab {' '.join(map(str, arguments))}\n{done.stdout}")

    def town(self, households, profile, errors):
        """A town and the hand-over of each of its parties."""
        made = ["--households", households, "--errors", errors, "--profile", profile]
        return self.kept(f"{households}-{errors}-{profile}", lambda place: self.make(place, made))

    def make(self, place, made):
        self.factlab("demo", place, *made, "--extracts-only", cwd=self.folder)
        self.factlab("key", "new", KEY, "--kind", "project", cwd=place)
        for name in ["register", *(one["id"] for one in agreement(place)["provider"])]:
            self.factlab("pseudonymise", "-c", "config.toml", "--provider", name, "--key", KEY, "--yes", cwd=place)

    def with_truth(self, households, profile, errors):
        """The same, and its folder `truth`, which only a whole demo writes: of the same seed, so of the same town."""
        town = self.town(households, profile, errors)
        if not (town / "truth").exists():
            whole = self.whole(households, errors)
            (whole / "truth").rename(town / "truth")
            shutil.rmtree(whole)
        return town

    def whole(self, households, errors="mild"):
        """A whole demo: keys, envelopes, a release, and the truth."""
        return self.kept(f"{households}-{errors}-whole", lambda place: self.factlab(
            "demo", place, "--households", households, "--errors", errors, cwd=self.folder))

    def kept(self, name, make):
        """The folder of this name, made if it is not there; a folder that is there is whole."""
        place, partial = self.folder / name, self.folder / f"{name}.partial"
        if not place.exists():
            shutil.rmtree(partial, ignore_errors=True)
            make(partial)
            partial.rename(place)
        return place
