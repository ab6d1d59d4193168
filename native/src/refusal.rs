//! Why a record, or a whole request, was not taken.

use crate::wire::Malformed;

macro_rules! reasons {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// Why one record was refused while the rest of its request was taken. The text is an interface: it goes into
        /// partial-success answers, counters and the table `gaps`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason { $($name),* }

        impl Reason {
            pub const ALL: &'static [Reason] = &[$(Reason::$name),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Reason::$name => $text),* }
            }
        }
    };
}

reasons! {
    TraceIdInvalid = "trace_id_invalid",
    SpanIdInvalid = "span_id_invalid",
    ParentSpanIdInvalid = "parent_span_id_invalid",
    LinkIdInvalid = "link_id_invalid",
    AttributesOverLimit = "attributes_over_limit",
    EventsOverLimit = "events_over_limit",
    LinksOverLimit = "links_over_limit",
    ValueOverLimit = "value_over_limit",
    ValueTooDeep = "value_too_deep",
    ExemplarIdInvalid = "exemplar_id_invalid",
    MetricWithoutData = "metric_without_data",
    BucketsInconsistent = "buckets_inconsistent",
    ExemplarsOverLimit = "exemplars_over_limit",
    BucketsOverLimit = "buckets_over_limit",
    QuantilesOverLimit = "quantiles_over_limit",
    PointWithoutValue = "point_without_value",
}

/// How many records each reason refused.
#[derive(Clone, Debug, Default)]
pub struct Refusals([u64; Reason::ALL.len()]);

impl Refusals {
    pub fn count(&mut self, reason: Reason, records: u64) {
        self.0[reason as usize] += records;
    }

    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Those that refused something, in the order of [`Reason::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Reason, u64)> + '_ {
        Reason::ALL.iter().map(|&reason| (reason, self.0[reason as usize])).filter(|(_, count)| *count > 0)
    }
}

/// What can go wrong inside a record: its bytes are no message (that refuses the request), or it is over a bound or
/// breaks a rule (that refuses the record).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Malformed(Malformed),
    Refused(Reason),
}

impl From<Malformed> for Fault {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason)
    }
}

/// Why a request was not taken at all; the batch is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Malformed(Malformed),
    /// The columns would pass [`crate::batch::BATCH_BYTES_MAX`].
    Full,
    /// The request passes [`crate::batch::REQUEST_BYTES_MAX`] or [`crate::batch::REQUEST_RECORDS_MAX`], whatever is in
    /// the batch.
    TooLarge,
}

impl From<Malformed> for Stop {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}
