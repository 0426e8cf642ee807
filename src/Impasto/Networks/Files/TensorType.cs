namespace Impasto.Networks.Files;

/// <summary>Number format of a stored tensor.</summary>
internal enum TensorType
{
    /// <summary>
    /// A format that weights do not have, such as the integers of a counter; its values can't be read.
    /// </summary>
    Other,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16,

    /// <summary>The upper half of a float32, 2 bytes.</summary>
    BFloat16,

    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    Float64,
}
