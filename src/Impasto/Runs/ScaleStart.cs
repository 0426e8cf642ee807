using Impasto.Imaging;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>The point that is optimised at one scale, and the content beside it.</summary>
/// <param name="Size">The scale's size.</param>
/// <param name="Content">The content at that size.</param>
/// <param name="Point">The point; moved by the optimiser.</param>
/// <param name="Store">Stores both.</param>
internal sealed record ScaleStart(PictureSize Size, ScaledPicture Content, PixelBuffer Point, PixelStore Store)
    : IDisposable
{
    /// <summary>Frees the pixels.</summary>
    public void Dispose() => Store.Dispose();
}
