using Impasto.Storage;

namespace Impasto.Objectives;

/// <summary>Brings one style after the other to the size that it has beside a scale, and lets go of it again.</summary>
/// <param name="Scaler">Resizes.</param>
/// <param name="SizeOf">A style's size at the scale.</param>
/// <param name="Folder">Where it lies meanwhile; null for memory.</param>
internal sealed record StyleScaler(PictureScaler Scaler, Func<WeightedStyle, (int Width, int Height)> SizeOf, string? Folder)
{
    /// <summary>Keeps what was measured of styles; null measures them each time.</summary>
    public StyleCache? Cache { get; init; }

    /// <summary>Does something with a style at its size.</summary>
    public T Use<T>(WeightedStyle style, Func<ScaledPicture, T> action)
    {
        using var store = new PixelStore(Folder);
        return action(Scaler.Scale(style.Picture, SizeOf(style), store));
    }
}
