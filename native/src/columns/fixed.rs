//! Numbers and times: values of one width.

use std::io;
use std::sync::Arc;

use arrow_array::types::{
    ArrowPrimitiveType, Float64Type, Int16Type, Int32Type, Int64Type, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{ArrayRef, BooleanArray, PrimitiveArray};
use arrow_schema::ArrowError;

use super::{Column, Marks, Part, Undo};
use crate::sink::Sink;

/// What a value is called in ClickHouse and Arrow, and how it is held. Native is little-endian, and so is every machine
/// this is built for.
pub trait Scalar: 'static {
    type Held: bytemuck::Pod + Default + Send + Sync;
    const TYPE: &'static str;
    fn arrow(values: Vec<Self::Held>) -> ArrayRef;
}

#[cfg(target_endian = "big")]
compile_error!("columns are written to ClickHouse as they lie in memory, which is little-endian");

macro_rules! scalars {
    ($($(#[$about:meta])* $name:ty, $held:ty, $type:literal, $arrow:expr;)*) => {$(
        impl Scalar for $name {
            type Held = $held;
            const TYPE: &'static str = $type;
            fn arrow(values: Vec<$held>) -> ArrayRef {
                $arrow(values)
            }
        }
    )*};
}

/// Nanoseconds since 1970.
#[derive(Debug)]
pub enum DateTime64Nanos {}
/// Milliseconds since 1970.
#[derive(Debug)]
pub enum DateTime64Millis {}
/// Seconds since 1970.
#[derive(Debug)]
pub enum DateTime {}
/// 0 or 1.
#[derive(Debug)]
pub enum Bool {}

scalars! {
    u8, u8, "UInt8", plain::<UInt8Type>;
    u16, u16, "UInt16", plain::<UInt16Type>;
    u32, u32, "UInt32", plain::<UInt32Type>;
    u64, u64, "UInt64", plain::<UInt64Type>;
    i16, i16, "Int16", plain::<Int16Type>;
    i32, i32, "Int32", plain::<Int32Type>;
    i64, i64, "Int64", plain::<Int64Type>;
    f64, f64, "Float64", plain::<Float64Type>;
    DateTime64Nanos, i64, "DateTime64(9)", plain::<TimestampNanosecondType>;
    DateTime64Millis, i64, "DateTime64(3)", plain::<TimestampMillisecondType>;
    DateTime, u32, "DateTime", seconds;
    Bool, u8, "Bool", booleans;
}

fn plain<T: ArrowPrimitiveType>(values: Vec<T::Native>) -> ArrayRef
where
    PrimitiveArray<T>: From<Vec<T::Native>>,
{
    Arc::new(PrimitiveArray::<T>::from(values))
}

fn seconds(values: Vec<u32>) -> ArrayRef {
    Arc::new(PrimitiveArray::<TimestampSecondType>::from_iter_values(values.into_iter().map(i64::from)))
}

fn booleans(values: Vec<u8>) -> ArrayRef {
    Arc::new(BooleanArray::from_iter(values.into_iter().map(|value| Some(value != 0))))
}

pub struct Fixed<T: Scalar> {
    values: Vec<T::Held>,
}

impl<T: Scalar> Default for Fixed<T> {
    fn default() -> Self {
        Self { values: Vec::new() }
    }
}

impl<T: Scalar> Fixed<T> {
    #[inline]
    pub fn push(&mut self, value: T::Held) {
        self.values.push(value);
    }

    pub fn extend(&mut self, values: &[T::Held]) {
        self.values.extend_from_slice(values);
    }

    pub fn values(&self) -> &[T::Held] {
        &self.values
    }
}

impl<T: Scalar> Column for Fixed<T> {
    fn type_name(&self) -> String {
        T::TYPE.to_owned()
    }

    fn rows(&self) -> usize {
        self.values.len()
    }

    fn bytes(&self) -> usize {
        size_of_val(self.values.as_slice())
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.values.len());
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.values.truncate(undo.length());
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        for part in parts {
            out.repeat(bytemuck::cast_slice(&self.values[part.range()]), part.repeat)?;
        }
        Ok(())
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        let mut values = Vec::with_capacity(super::rows_of(parts));
        for part in parts {
            for _ in 0..part.repeat {
                values.extend_from_slice(&self.values[part.range()]);
            }
        }
        Ok(T::arrow(values))
    }
}
