using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Adam's averages, on their way from one scale to the next.</summary>
/// <param name="Mean">Of the gradient.</param>
/// <param name="Square">Of its square.</param>
/// <param name="Steps">Steps that were taken with them.</param>
internal sealed record AdamMemory(PixelBuffer Mean, PixelBuffer Square, int Steps) : IStateful
{
    /// <summary>The same at another size; squares stay squares.</summary>
    public AdamMemory At((int Width, int Height) from, (int Width, int Height) to, PixelStore store)
    {
        long length = 3L * to.Width * to.Height;
        var memory = new AdamMemory(store.Create(length), store.Create(length), Steps);
        PixelResampler.Resize(Mean, from, memory.Mean, to);
        PixelResampler.Resize(Square, from, memory.Square, to, ResampleFilter.Bilinear);
        for (long at = 0; at < length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece square = memory.Square.OpenFrom(at, PieceUse.Change);
            foreach (ref float value in square.Values)
                value = MathF.Max(0, value);
        }

        return memory;
    }

    void IStateful.Exchange(RunState state)
    {
        state.Number("steps", Steps);
        state.Values("mean", Mean);
        state.Values("square", Square);
    }
}
