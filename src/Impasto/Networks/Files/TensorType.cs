namespace Impasto.Networks.Files;

/// <summary>Number format of a stored tensor.</summary>
internal enum TensorType
{
    Float16,
    BFloat16,
    Float32,
    Float64,

    /// <summary>Anything that weights are not made of, such as counters.</summary>
    Other,
}
