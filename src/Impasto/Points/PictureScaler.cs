using Impasto.Imaging;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Points;

/// <summary>Resizes pictures for a scale, as points of the optimisation, in buffers of the scale's store.</summary>
/// <param name="mode">How pictures are resized.</param>
/// <param name="space">Converts between pictures and points.</param>
/// <param name="team">Threads that share the work; null for the caller's only.</param>
internal sealed class PictureScaler(ResizeMode mode, PixelSpace space, WorkerTeam? team = null)
{
    /// <summary>How pictures are resized.</summary>
    public ResizeMode Mode => mode;

    /// <summary>A picture's point at a size. Do not change it: it may share the picture's values.</summary>
    public ScaledPicture Scale(Picture picture, PictureSize size, PixelStore store)
    {
        if (size == picture.Size)
            return new ScaledPicture(space.View(picture), size.Width, size.Height);
        if (mode == ResizeMode.Pillow || picture.IsTransparent)
            return new ScaledPicture(space.View(Resize(picture, size)), size.Width, size.Height);
        PixelBuffer colours = store.Create(3L * size.Width * size.Height);
        PixelResampler.Resize(picture.Pixels, picture.Size, colours, size, team: team);
        return new ScaledPicture(space.Encode(colours, store), size.Width, size.Height);
    }

    /// <summary>A picture at a size.</summary>
    public Picture Resize(Picture picture, PictureSize size) => mode == ResizeMode.Pillow
        ? Resampler.ResizeAsPillow(picture, size.Width, size.Height, team)
        : Resampler.Resize(picture, size.Width, size.Height, ResampleFilter.Bicubic, team);
}
