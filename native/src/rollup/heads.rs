//! Whose rows a rollup row is about.

use std::collections::HashMap;

use crate::block::Columns;
use crate::columns::{Fixed, Group, Lc, Runs, Text, narrow};
use crate::groups::ResourceRows;
use crate::rows;

rows! {
    pub struct HeadRows {
        tenant: Lc = "TenantId",
        partition_group: Lc = "PartitionGroup",
        retention_days: Fixed<u16> = "RetentionDays",
    }
}

/// The distinct (tenant, retention) of a batch: group columns of every rollup table.
#[derive(Default)]
pub struct Heads {
    rows: HeadRows,
    by_key: HashMap<(Vec<u8>, u16), u32>,
}

impl Heads {
    pub fn head(&mut self, tenant: Text<'_>, partition_group: Text<'_>, retention_days: u16) -> u32 {
        *self.by_key.entry((tenant.bytes().to_vec(), retention_days)).or_insert_with(|| {
            self.rows.tenant.push(tenant);
            self.rows.partition_group.push(partition_group);
            self.rows.retention_days.push(retention_days);
            narrow(self.rows.retention_days.values().len() - 1)
        })
    }

    /// The head of each resource row. Resources of one request stand together, so few are looked up.
    pub fn of_resources(&mut self, resources: &ResourceRows) -> Vec<u32> {
        let (tenants, retentions) = (resources.tenant.ids(), resources.retention_days.values());
        let mut heads: Vec<u32> = Vec::with_capacity(tenants.len());
        for row in 0..tenants.len() {
            let same = row > 0 && tenants[row] == tenants[row - 1] && retentions[row] == retentions[row - 1];
            heads.push(if same {
                heads[row - 1]
            } else {
                self.head(resources.tenant.get(row), resources.partition_group.get(row), retentions[row])
            });
        }
        heads
    }

    pub fn count(&self) -> usize {
        self.rows.retention_days.values().len()
    }

    /// The columns, for a table in which `Runs` of [`group`] say whose row is whose.
    pub fn columns(&self) -> Columns {
        let mut copy = HeadRows::default();
        for row in 0..self.count() {
            copy.tenant.push(self.rows.tenant.get(row));
            copy.partition_group.push(self.rows.partition_group.get(row));
            copy.retention_days.push(self.rows.retention_days.values()[row]);
        }
        copy.into_columns()
    }
}

/// A head as a group row.
pub fn group(head: u32) -> Group {
    Group { row: head, elements: 0 }
}

const HOUR_NS: u64 = 3_600_000_000_000;

/// The distinct (head, hour) of a batch.
#[derive(Default)]
pub struct Contexts {
    list: Vec<Context>,
    by_key: HashMap<Context, u32, foldhash::fast::RandomState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Context {
    pub head: u32,
    /// Hours since 1970.
    pub hour: u32,
}

impl Contexts {
    /// The context of each row of a table, from the heads of its resources and its times (unix ns).
    pub fn of_rows(&mut self, head_of: &[u32], resources: &Runs, times: &[i64]) -> Vec<u32> {
        let mut contexts = Vec::with_capacity(times.len());
        let mut times = times.iter();
        let mut last = (Context { head: u32::MAX, hour: 0 }, 0);
        for part in resources.parts() {
            let head = head_of[part.start as usize];
            for &time in times.by_ref().take(part.repeat as usize) {
                let context = Context { head, hour: (time.cast_unsigned() / HOUR_NS) as u32 };
                if context != last.0 {
                    last = (context, self.context(context));
                }
                contexts.push(last.1);
            }
        }
        contexts
    }

    fn context(&mut self, context: Context) -> u32 {
        *self.by_key.entry(context).or_insert_with(|| {
            self.list.push(context);
            narrow(self.list.len() - 1)
        })
    }

    pub fn get(&self, context: u32) -> Context {
        self.list[context as usize]
    }
}
