//! The order in which a schema names its fields: a form asks in that order, and
//! a JSON value does not keep it.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// The names within a JSON document in the order in which they stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Order(Vec<(String, Order)>);

impl Order {
    /// The names below `name`.
    pub(crate) fn at(&self, name: &str) -> Option<&Self> {
        let (_, below) = self.0.iter().find(|(known, _)| known == name)?;
        Some(below)
    }

    /// The names below the place that a local reference, `#/$defs/id`, names.
    pub(crate) fn target(&self, reference: &str) -> Option<&Self> {
        reference
            .strip_prefix("#/")?
            .split('/')
            .try_fold(self, |order, step| order.at(step))
    }

    /// Where `name` stands; what is not known stands last.
    pub(crate) fn position(&self, name: &str) -> usize {
        let found = self.0.iter().position(|(known, _)| known == name);
        found.unwrap_or(usize::MAX)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Order;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Order, A::Error> {
        let mut names = Vec::new();
        while let Some(entry) = map.next_entry()? {
            names.push(entry);
        }
        Ok(Order(names))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Order, A::Error> {
        while rows.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Order::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Order, E> {
        Ok(Order::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Order, E> {
        Ok(Order::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Order, E> {
        Ok(Order::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Order, E> {
        Ok(Order::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Order, E> {
        Ok(Order::default())
    }

    fn visit_unit<E>(self) -> Result<Order, E> {
        Ok(Order::default())
    }
}
