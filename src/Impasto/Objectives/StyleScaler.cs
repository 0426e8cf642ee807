using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Objectives;

/// <summary>Brings one style after the other to the size that it has beside a scale, and lets go of it again.</summary>
/// <param name="Scaler">Resizes.</param>
/// <param name="SizeOf">A style's size at the scale.</param>
/// <param name="Folder">Where it lies meanwhile; null for memory.</param>
internal sealed record StyleScaler(PictureScaler Scaler, Func<WeightedStyle, PictureSize> SizeOf, string? Folder)
{
    private readonly Dictionary<WeightedStyle, StyleMoments> _measured = new(ReferenceEqualityComparer.Instance);

    /// <summary>Keeps what was measured of styles in files; null measures them each time.</summary>
    public StyleCache? Cache { get; init; }

    /// <summary>Styles as they are.</summary>
    public static StyleScaler AtOwnSize(PictureScaler scaler) =>
        new(scaler, style => style.Picture.Size, Folder: null);

    /// <summary>A style's moments; measured when they are asked for first.</summary>
    public StyleMoments Measured(WeightedStyle style, Func<StyleMoments> measure)
    {
        if (!_measured.TryGetValue(style, out StyleMoments? moments))
            _measured[style] = moments = measure();
        return moments;
    }

    /// <summary>Does something with a style at its size.</summary>
    public T Use<T>(WeightedStyle style, Func<ScaledPicture, T> action)
    {
        using var store = new PixelStore(Folder);
        return action(Scaler.Scale(style.Picture, SizeOf(style), store));
    }
}
