using Impasto.Color;

namespace Impasto.Runs;

/// <summary>The palettes of a run's paintings, each measured once.</summary>
internal sealed class PaintingPalettes
{
    private readonly Dictionary<WeightedStyle, Palette> _measured = new(ReferenceEqualityComparer.Instance);

    /// <summary>The palette of some paintings together, by their weights and masks.</summary>
    public Palette Of(IReadOnlyList<WeightedStyle> styles) =>
        Palette.Blend([.. styles.Select(style => (Of(style), style.Weight))]);

    private Palette Of(WeightedStyle style)
    {
        if (!_measured.TryGetValue(style, out Palette? palette))
        {
            float[]? weights = style.Mask?.Resize(style.Picture.Width, style.Picture.Height).Values;
            _measured[style] = palette = Palette.Of(OklabPicture.Of(style.Picture), weights);
        }

        return palette;
    }
}
