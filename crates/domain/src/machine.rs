//! The small state machines beside the case: a table of steps each.

/// Declares the states and steps of a small machine and the one table that
/// says where each step leads; a step that is not in the table cannot happen.
macro_rules! machine {
    ($state:ident, $step:ident { $($from:ident -- $by:ident -> $to:ident,)+ }) => {
        impl $state {
            /// Every step that can happen: from, by, to.
            pub const STEPS: &'static [(Self, $step, Self)] =
                &[$(($state::$from, $step::$by, $state::$to),)+];

            /// Where `step` may happen.
            pub fn before(step: $step) -> impl Iterator<Item = Self> {
                let possible = Self::STEPS.iter().filter(move |(_, by, _)| *by == step);
                possible.map(|(from, _, _)| *from)
            }

            /// Where `step` leads from here, if it may happen at all.
            pub fn after(self, step: $step) -> Option<Self> {
                Self::STEPS
                    .iter()
                    .find(|(from, by, _)| *from == self && *by == step)
                    .map(|(_, _, to)| *to)
            }
        }
    };
}

pub(crate) use machine;

#[cfg(test)]
mod tests;
