using System.Numerics;
using Impasto.Checkpoints;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>The exponential average of the pictures that an optimiser passes through: its noise is gone from it.</summary>
/// <remarks>
/// a_t = a_(t-1) + (1 - d) / (1 - d^t) (x_t - a_(t-1)): the average with memory d, corrected for its beginning as Kingma and Ba, 2015,
/// section 3, correct theirs. Source: Polyak and Juditsky, 1992, for the idea.
/// </remarks>
internal sealed class IterateAverage(long length, double memory, PixelStore store) : IStateful
{
    private int _steps;

    /// <summary>The average; zeros while it is empty.</summary>
    public PixelBuffer Value { get; } = store.Create(length);

    /// <summary>Whether nothing was taken in yet.</summary>
    public bool IsEmpty => _steps == 0;

    /// <summary>Takes one more picture in.</summary>
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
