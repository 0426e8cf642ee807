namespace Impasto.Records;

/// <summary>A part of the photograph with paintings of its own, or one that is left alone.</summary>
/// <param name="Mask">Where it is.</param>
/// <param name="Styles">Its paintings; none leaves the photograph there as it is.</param>
public sealed record RecordedRegion(RecordedMask Mask, IReadOnlyList<RecordedStyle> Styles)
{
    /// <summary>Strength of the style there, 0 to 100; null (the default) for that of the rest.</summary>
    public double? Strength { get; init; }

    /// <summary>
    /// Whether two regions have the same mask, the same strength and the same paintings in the same order.
    /// </summary>
    /// <param name="other">The other one.</param>
    public bool Equals(RecordedRegion? other) =>
        other is not null && Mask == other.Mask && Strength == other.Strength && Styles.SequenceEqual(other.Styles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mask, Styles.Count);
}
