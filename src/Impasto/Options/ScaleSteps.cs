using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Impasto;

/// <summary>
/// Numbers of steps at each scale, the first and coarsest first; the last number counts for all further scales.
/// </summary>
/// <remarks>Equal when the numbers are equal. Write it as a collection: <c>[150, 100, 60]</c>.</remarks>
[CollectionBuilder(typeof(ScaleSteps), nameof(Of))]
public sealed class ScaleSteps : IReadOnlyList<int>, IEquatable<ScaleSteps>
{
    private readonly int[] _steps;

    private ScaleSteps(int[] steps) => _steps = steps;

    /// <summary>How many numbers there are.</summary>
    public int Count => _steps.Length;

    /// <summary>The number of steps of a scale, from 0, the coarsest.</summary>
    /// <param name="index">Its place in the list, from 0.</param>
    public int this[int index] => _steps[index];

    /// <summary>Makes a list.</summary>
    /// <param name="steps">Steps at each scale; copied.</param>
    public static ScaleSteps Of(ReadOnlySpan<int> steps) => new(steps.ToArray());

    /// <summary>Steps at a scale.</summary>
    /// <param name="scale">The scale's number from 0; there must be at least one number.</param>
    public int At(int scale) => _steps[Math.Min(scale, _steps.Length - 1)];

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _steps.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ScaleSteps? other) => other is not null && _steps.AsSpan().SequenceEqual(other._steps);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScaleSteps);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The numbers as an option's value: 150,100,60.</summary>
    public override string ToString() =>
        string.Join(',', _steps.Select(steps => steps.ToString(CultureInfo.InvariantCulture)));
}
