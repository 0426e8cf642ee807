using Impasto.Storage;

namespace Impasto.Points;

/// <summary>Keeps parts of the content: of the optimised picture z the network sees k content + (1 - k) z.</summary>
/// <param name="content">The content as a point of the optimisation, 3 x height x width.</param>
/// <param name="kept">k of each pixel, 0 to 1, height x width.</param>
internal sealed class KeptContent(PixelBuffer content, float[] kept)
{
    /// <summary>seen = k content + (1 - k) z.</summary>
    public void Compose(PixelBuffer point, PixelBuffer seen)
    {
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece z = point.OpenFrom(at, PieceUse.Read), c = content.OpenFrom(at, PieceUse.Read);
            using PixelPiece target = seen.OpenFrom(at, PieceUse.Write);
            for (int i = 0; i < target.Values.Length; i++)
            {
                float share = kept[(at + i) % kept.Length];
                target.Values[i] = share >= 1 ? c.Values[i] : (share * c.Values[i]) + ((1 - share) * z.Values[i]);
            }
        }
    }

    /// <summary>Turns the derivative with respect to the seen picture into that with respect to z.</summary>
    public void Reduce(PixelBuffer gradient)
    {
        for (long at = 0; at < gradient.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = gradient.OpenFrom(at, PieceUse.Change);
            for (int i = 0; i < piece.Values.Length; i++)
                piece.Values[i] *= 1 - kept[(at + i) % kept.Length];
        }
    }
}
