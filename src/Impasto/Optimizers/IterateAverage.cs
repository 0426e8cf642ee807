using System.Numerics;
using Impasto.Checkpoints;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>The exponential average of an optimiser's iterates, which removes their noise.</summary>
/// <remarks>
/// a_t = a_(t-1) + (1 - d) / (1 - d^t) (x_t - a_(t-1)): the average with decay d and the bias correction of Kingma and
/// Ba, 2015, section 3. x_1 is the start, as in crowsonkb/style-transfer-pytorch. Source: Polyak and Juditsky, 1992,
/// for the idea.
/// </remarks>
internal sealed class IterateAverage(long length, double memory, PixelStore store) : IStateful
{
    private int _steps;

    /// <summary>The average; zeros while it is empty.</summary>
    public PixelBuffer Value { get; } = store.Create(length);

    /// <summary>Whether it contains no picture yet.</summary>
    public bool IsEmpty => _steps == 0;

    /// <summary>Adds a picture.</summary>
    public void Add(PixelBuffer point)
    {
        _steps++;
        float share = (float)((1 - memory) / (1 - Math.Pow(memory, _steps)));
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece x = point.OpenFrom(at, PieceUse.Read), a = Value.OpenFrom(at, PieceUse.Change);
            Move(a.Values, x.Values, share);
        }
    }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        _steps = state.Number("steps", _steps);
        state.Values("value", Value);
    }

    private static void Move(Span<float> average, ReadOnlySpan<float> point, float share)
    {
        int i = 0;
        for (; i <= point.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> a = new(average[i..]);
            (a + (new Vector<float>(share) * (new Vector<float>(point[i..]) - a))).CopyTo(average[i..]);
        }

        for (; i < point.Length; i++)
            average[i] += share * (point[i] - average[i]);
    }
}
