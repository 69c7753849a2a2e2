//! JSON of a type that is written as its text.

/// Has serde write a type by its `Display` and read it by its `parse`; an error does not repeat the text.
macro_rules! as_text {
    ($name:ty, $expected:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(from)?;
                let expected = concat!("expected ", $expected);
                <$name>::parse(&text).ok_or_else(|| serde::de::Error::custom(expected))
            }
        }
    };
}

pub(crate) use as_text;
