using Impasto.Imaging;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Objectives;

/// <summary>Resizes one style after the other for a scale, and frees each after its use.</summary>
/// <param name="Scaler">Resizes.</param>
/// <param name="SizeOf">A style's size at the scale.</param>
/// <param name="Folder">Folder for the resized style; null keeps it in memory.</param>
internal sealed record StyleScaler(PictureScaler Scaler, Func<WeightedStyle, PictureSize> SizeOf, string? Folder)
{
    private readonly Dictionary<WeightedStyle, StyleMoments> _measured = new(ReferenceEqualityComparer.Instance);

    /// <summary>Stores measured styles in files; null measures them each time.</summary>
    public StyleCache? Cache { get; init; }

    /// <summary>A scaler that leaves every style at its own size.</summary>
    public static StyleScaler AtOwnSize(PictureScaler scaler) =>
        new(scaler, style => style.Picture.Size, Folder: null);

    /// <summary>A style's moments; the first call measures them.</summary>
    public StyleMoments Measured(WeightedStyle style, Func<StyleMoments> measure)
    {
        if (!_measured.TryGetValue(style, out StyleMoments? moments))
            _measured[style] = moments = measure();
        return moments;
    }

    /// <summary>Runs an action with a style at its size.</summary>
    public T Use<T>(WeightedStyle style, Func<ScaledPicture, T> action)
    {
        using var store = new PixelStore(Folder);
        return action(Scaler.Scale(style.Picture, SizeOf(style), store));
    }
}
