namespace Impasto.Networks.Files;

/// <summary>A tensor to write to a weight file.</summary>
public sealed class NamedTensor
{
    /// <summary>Wraps values that the caller hands over; they are not copied.</summary>
    /// <param name="name">The key in the file.</param>
    /// <param name="shape">Lengths of its axes; none for a single number.</param>
    /// <param name="values">As many values as the shape has places, the last axis fastest.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public NamedTensor(string name, IReadOnlyList<long> shape, float[] values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (shape.Any(length => length < 0)
            || shape.Aggregate(1L, (count, length) => checked(count * length)) != values.LongLength)
        {
            throw new ArgumentException(
                $"Expected the {values.LongLength} values of '{name}' to fill its shape, "
                + $"got {string.Join(" x ", shape)}.",
                nameof(shape));
        }

        Name = name;
        Shape = shape;
        Values = values;
    }

    /// <summary>The key in the file.</summary>
    public string Name { get; }

    /// <summary>Lengths of its axes.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values, the last axis fastest.</summary>
    public float[] Values { get; }
}
