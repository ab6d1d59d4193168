//! Columns whose values many records share: the tenant's, the resource's, the scope's.
//!
//! A resource is decoded once and becomes one row here; a table adds [`Group`]s to its [`Runs`](crate::columns::Runs), one
//! per record. [`push_request`] is the way through a request, the same for the three signals; a signal implements
//! [`Records`]. The wire may give the resource after its records, so each group is read twice: for what it says about all
//! its members, then for the members.

use crate::attributes::Attributes;
use crate::batch::{BATCH_BYTES_MAX, REQUEST_RECORDS_MAX};
use crate::columns::{Column, Fixed, Group, Lc, Marks, Text, Undo, narrow};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason, Stop};
use crate::request::{Outcome, Request};
use crate::rows;
use crate::value::check_length;
use crate::wire::{self, Malformed, Reader, Singular};

/// `resource_spans`, `resource_logs`, `resource_metrics` of a request.
const RESOURCES: u32 = wire::len(1);
/// Of a resource's or a scope's group: the resource or scope, its members, its schema URL.
const HEAD: u32 = wire::len(1);
const MEMBERS: u32 = wire::len(2);
const SCHEMA_URL: u32 = wire::len(3);

const RESOURCE_ATTRIBUTES: u32 = wire::len(1);
const SCOPE_NAME: u32 = wire::len(1);
const SCOPE_VERSION: u32 = wire::len(2);
const SCOPE_ATTRIBUTES: u32 = wire::len(3);
const SCOPE_DROPPED: u32 = wire::varint(4);

const WATCHED: &[&str] = &["service.name"];

rows! {
    pub struct ResourceRows {
        tenant: Lc = "TenantId",
        partition_group: Lc = "PartitionGroup",
        retention_days: Fixed<u16> = "RetentionDays",
        service_name: Lc = "ServiceName",
        attributes: Attributes<Lc> = "ResourceAttributes",
        types: Lc = "ResourceAttributesTypes",
        schema_url: Lc = "ResourceSchemaUrl",
    }
}

impl ResourceRows {
    pub fn new() -> Self {
        Self { attributes: Attributes::default().watch(WATCHED), ..Self::default() }
    }

    /// Decodes a `Resource`. When it is refused, all its records are, and no row is left.
    pub fn push(
        &mut self,
        request: &Request<'_>,
        resource: &Singular<'_>,
        schema_url: Text<'_>,
    ) -> Result<Group, Fault> {
        let mut marks = Marks::default();
        self.attributes.mark(&mut marks);
        if let Err(fault) = self.push_attributes(resource.reader(), schema_url, request.limits) {
            self.attributes.rollback(&mut marks.undo());
            return Err(fault);
        }
        self.attributes.close();
        self.tenant.push(request.tenant.into());
        self.partition_group.push(request.partition_group.into());
        self.retention_days.push(request.retention_days);
        let service = self.attributes.watched(0).filter(|name| !name.is_empty());
        self.service_name.push(service.unwrap_or("unknown_service".into()));
        self.types.push(self.attributes.kinds());
        self.schema_url.push(schema_url);
        Ok(last_group(&self.attributes))
    }

    fn push_attributes(&mut self, mut reader: Reader<'_>, schema_url: Text<'_>, limits: &Limits) -> Result<(), Fault> {
        while let Some(tag) = reader.tag()? {
            match tag {
                RESOURCE_ATTRIBUTES => self.attributes.push(reader.message()?, limits)?,
                other => reader.skip(other)?,
            }
        }
        check_length(schema_url, limits)
    }
}

rows! {
    pub struct ScopeRows {
        name: Lc = "ScopeName",
        version: Lc = "ScopeVersion",
        attributes: Attributes<Lc> = "ScopeAttributes",
        dropped_attributes: Fixed<u32> = "ScopeDroppedAttrCount",
        schema_url: Lc = "ScopeSchemaUrl",
    }
}

impl ScopeRows {
    /// Decodes an `InstrumentationScope`. When it is refused, all its records are, and no row is left.
    pub fn push(&mut self, scope: &Singular<'_>, schema_url: Text<'_>, limits: &Limits) -> Result<Group, Fault> {
        let mut marks = Marks::default();
        self.attributes.mark(&mut marks);
        match self.push_attributes(scope.reader(), schema_url, limits) {
            Ok((name, version, dropped)) => {
                self.attributes.close();
                self.name.push(name);
                self.version.push(version);
                self.dropped_attributes.push(dropped);
                self.schema_url.push(schema_url);
                Ok(last_group(&self.attributes))
            }
            Err(fault) => {
                self.attributes.rollback(&mut marks.undo());
                Err(fault)
            }
        }
    }

    fn push_attributes<'a>(
        &mut self,
        mut reader: Reader<'a>,
        schema_url: Text<'_>,
        limits: &Limits,
    ) -> Result<(Text<'a>, Text<'a>, u32), Fault> {
        let (mut name, mut version, mut dropped) = (Text::default(), Text::default(), 0);
        while let Some(tag) = reader.tag()? {
            match tag {
                SCOPE_NAME => name = reader.text()?,
                SCOPE_VERSION => version = reader.text()?,
                SCOPE_ATTRIBUTES => self.attributes.push(reader.message()?, limits)?,
                SCOPE_DROPPED => dropped = reader.varint()? as u32,
                other => reader.skip(other)?,
            }
        }
        [name, version, schema_url].into_iter().try_for_each(|text| check_length(text, limits))?;
        Ok((name, version, dropped))
    }
}

fn last_group(attributes: &Attributes<Lc>) -> Group {
    let row = attributes.rows() - 1;
    Group { row: narrow(row), elements: narrow(attributes.map().range(row).len()) }
}

/// Resources and scopes of the rows of one signal.
pub struct Shared {
    pub resources: ResourceRows,
    pub scopes: ScopeRows,
}

impl Default for Shared {
    fn default() -> Self {
        Self { resources: ResourceRows::new(), scopes: ScopeRows::default() }
    }
}

impl Shared {
    pub fn bytes(&self) -> usize {
        self.resources.bytes() + self.scopes.bytes()
    }

    pub fn mark(&self, marks: &mut Marks) {
        self.resources.mark(marks);
        self.scopes.mark(marks);
    }

    pub fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.resources.rollback(undo);
        self.scopes.rollback(undo);
    }
}

/// A signal's records (spans, log records, metrics) to [`push_request`].
pub trait Records {
    fn shared(&mut self) -> &mut Shared;

    /// Held by all columns; see [`crate::signal::SignalRows::bytes`].
    fn held_bytes(&self) -> usize;

    /// Decodes one record, counts it in `outcome`, and leaves nothing of it behind if it refuses it.
    fn push_record(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        record: Reader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Malformed>;

    /// Counts a record whose resource or scope was refused.
    fn refuse_record(&self, _record: Reader<'_>, reason: Reason, outcome: &mut Outcome) -> Result<(), Malformed> {
        outcome.refuse(reason, 1);
        Ok(())
    }
}

/// Where a record's resource and scope are.
#[derive(Clone, Copy, Debug)]
pub struct Groups {
    pub resource: Group,
    pub scope: Group,
}

/// Between two looks at the memory held, records and groups together. The look costs as much as decoding a record.
const RECORDS_PER_CHECK: usize = 256;

/// Decodes an export request. On an error the rows are as far as it came: the caller rolls back.
pub fn push_request(
    rows: &mut impl Records,
    request: &Request<'_>,
    body: &[u8],
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let mut reader = Reader::new(body);
    let mut unchecked = 0;
    while let Some(group) = next(&mut reader, RESOURCES)? {
        let of_resource = Members::read(group)?;
        let mut resource = None;
        let mut scopes = of_resource.members;
        while let Some(group) = next(&mut scopes, MEMBERS)? {
            let of_scope = Members::read(group)?;
            // Groups without records cost two bytes to send; they must not cost a row.
            if of_scope.count == 0 {
                continue;
            }
            let shared = rows.shared();
            let resource = match &resource {
                Some(resource) => *resource,
                None => {
                    let pushed = shared.resources.push(request, &of_resource.head, of_resource.schema_url);
                    *resource.insert(refusal(pushed)?)
                }
            };
            let scope = refusal(shared.scopes.push(&of_scope.head, of_scope.schema_url, request.limits))?;
            let mut members = of_scope.members;
            while let Some(record) = next(&mut members, MEMBERS)? {
                match (resource, scope) {
                    (Ok(resource), Ok(scope)) => {
                        rows.push_record(request, Groups { resource, scope }, record, outcome)?;
                    }
                    (Err(reason), _) | (_, Err(reason)) => rows.refuse_record(record, reason, outcome)?,
                }
                unchecked += 1;
                if unchecked == RECORDS_PER_CHECK {
                    unchecked = 0;
                    check_bounds(rows, outcome)?;
                }
            }
        }
    }
    check_bounds(rows, outcome)
}

fn check_bounds(rows: &impl Records, outcome: &Outcome) -> Result<(), Stop> {
    if outcome.accepted > REQUEST_RECORDS_MAX {
        Err(Stop::TooLarge)
    } else if rows.held_bytes() > BATCH_BYTES_MAX {
        Err(Stop::Full)
    } else {
        Ok(())
    }
}

/// Takes the refusal out of a fault, which concerns the records below and not the request.
fn refusal(pushed: Result<Group, Fault>) -> Result<Result<Group, Reason>, Malformed> {
    match pushed {
        Ok(group) => Ok(Ok(group)),
        Err(Fault::Refused(reason)) => Ok(Err(reason)),
        Err(Fault::Malformed(malformed)) => Err(malformed),
    }
}

/// The next sub-message with this tag.
#[inline]
fn next<'a>(reader: &mut Reader<'a>, wanted: u32) -> Result<Option<Reader<'a>>, Malformed> {
    while let Some(tag) = reader.tag()? {
        if tag == wanted {
            return reader.message().map(Some);
        }
        reader.skip(tag)?;
    }
    Ok(None)
}

/// What a group says about all its members.
struct Members<'a> {
    head: Singular<'a>,
    schema_url: Text<'a>,
    count: usize,
    /// The group, from its beginning.
    members: Reader<'a>,
}

impl<'a> Members<'a> {
    fn read(group: Reader<'a>) -> Result<Self, Malformed> {
        let mut read = Self { head: Singular::default(), schema_url: Text::default(), count: 0, members: group };
        let mut reader = group;
        while let Some(tag) = reader.tag()? {
            match tag {
                HEAD => read.head.add(reader.message()?),
                SCHEMA_URL => read.schema_url = reader.text()?,
                MEMBERS => {
                    reader.message()?;
                    read.count += 1;
                }
                other => reader.skip(other)?,
            }
        }
        Ok(read)
    }
}
