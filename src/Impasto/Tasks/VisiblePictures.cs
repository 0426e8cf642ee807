using Impasto.Imaging;

namespace Impasto.Tasks;

/// <summary>Replaces a task's pictures by what is seen of them: hidden colours influence nothing.</summary>
internal static class VisiblePictures
{
    /// <summary>The task as it is run.</summary>
    /// <remarks>
    /// Transparent parts of the content continue its visible colours, or are white if the result is to be opaque.
    /// </remarks>
    /// <exception cref="PictureException">A style is transparent wherever it should count.</exception>
    public static StylizeTask Of(StylizeTask task) => task with
    {
        Content = Visible(task.Content, task.Options),
        Styles = [.. task.Styles.Select(Of)],
        Regions = [.. task.Regions.Select(region => region with { Styles = [.. region.Styles.Select(Of)] })],
        Start = task.Start is null ? null : task.Start.WithoutHiddenColors(),
    };

    /// <summary>Another content in a task's place, framed and with what is seen of it.</summary>
    public static Picture ContentOf(StylizeTask task, Picture content) =>
        Visible((task with { Content = content, Start = null, Regions = [] }).Framed().Content, task.Options);

    private static Picture Visible(Picture content, StylizeOptions options) =>
        options.Alpha == AlphaMode.Drop ? content.OnWhite() : content.WithoutHiddenColors();

    /// <summary>A style whose pixels count by their opacity, times its mask if it has one.</summary>
    /// <exception cref="PictureException">No pixel counts.</exception>
    public static WeightedStyle Of(WeightedStyle style)
    {
        if (style.FineStrokes is { IsTransparent: true } strokes)
            style = style with { FineStrokes = Of(new WeightedStyle(strokes)).Picture };
        if (!style.Picture.IsTransparent)
            return style;
        PictureSize size = style.Picture.Size;
        float[] weights = [.. style.Picture.Alpha!.Select(alpha => Math.Clamp(alpha, 0, 1))];
        float[]? chosen = style.Mask?.Resize(size.Width, size.Height).Values;
        bool hadParts = chosen is null || Array.Exists(chosen, value => value > 0);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (weights[i] > 0 ? weights[i] : 0) * (chosen?[i] ?? 1);
        if (hadParts && !Array.Exists(weights, weight => weight > 0))
        {
            throw new PictureException(chosen is null
                ? "A style is completely transparent: there is nothing to see in it."
                : "A style is completely transparent where its mask selects it: there is nothing to see.");
        }

        return style with
        {
            Picture = style.Picture.WithoutHiddenColors(),
            Mask = new Mask(size.Width, size.Height, weights),
        };
    }
}
