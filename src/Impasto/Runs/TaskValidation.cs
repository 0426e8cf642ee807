using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Options;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>Checks a task before anything is computed.</summary>
internal static class TaskValidation
{
    /// <summary>Checks options, styles and sizes; reads no pixel.</summary>
    /// <exception cref="InvalidOptionsException">
    /// Options are invalid, or a style or the picture to start from is missing.
    /// </exception>
    /// <exception cref="WeightsException">The network does not have a layer.</exception>
    /// <exception cref="PictureException">
    /// A picture would be too large for one array, or too small for a layer.
    /// </exception>
    public static void Check(StylizeTask task, Network network)
    {
        OptionProblem[] problems = [.. task.Options.Validate(), .. Missing(task)];
        if (problems.Length > 0)
            throw new InvalidOptionsException(problems);
        foreach (LayerName layer in task.Options.Losses.UsedLayers)
            _ = network[layer];
        RequireRoom(task);
        RequirePositions(task, network);
    }

    /// <summary>Checks every pixel: for a run only, not for its plan.</summary>
    /// <exception cref="PictureException">A pixel is not a finite number.</exception>
    public static void RequireFinite(StylizeTask task)
    {
        RequireFinite(task.Content, "content");
        foreach (WeightedStyle style in task.AllStyles)
        {
            RequireFinite(style.Picture, "style");
            if (style.FineStrokes is { } strokes)
                RequireFinite(strokes, "style");
        }

        if (task.Start is { } start)
            RequireFinite(start, "picture to start from");
    }

    private static IEnumerable<OptionProblem> Missing(StylizeTask task)
    {
        StartMode init = task.Options.Start.Init;
        bool needsStyle = task.Options.Losses.StyleWeight > 0 && task.Regions.Count == 0;
        if (init == StartMode.Picture && task.Start is null)
            yield return new OptionProblem(null, null, "Expected a picture to start from.");
        if (task.TimeLimit <= TimeSpan.Zero)
            yield return new OptionProblem(null, null, "Expected a time limit above 0.");
        if (task.Styles.Count == 0 && (needsStyle || init == StartMode.Style))
            yield return new OptionProblem(null, null, "Expected at least one style.");
        foreach (double strength in task.Regions.Select(region => region.Strength).OfType<double>())
        {
            if (strength is not (>= 0 and <= 100))
            {
                yield return new OptionProblem(
                    null, null, $"Expected a region's strength from 0 to 100, got {OptionText.Of(strength)}.");
            }
        }

        foreach (double weight in task.AllStyles.Select(style => style.Weight))
        {
            if (!(weight > 0) || !double.IsFinite(weight))
            {
                yield return new OptionProblem(
                    null, null, $"Expected a style's weight above 0, got {OptionText.Of(weight)}.");
            }
        }
    }

    // A picture is one array: a size that does not fit is refused before anything is resized.
    private static void RequireRoom(StylizeTask task)
    {
        SizingOptions sizing = task.Options.Sizing;
        PictureSize result = Pyramid.Final(sizing, task.Content.Size);
        RequireRoom(result, "result");
        foreach (WeightedStyle style in task.AllStyles)
            RequireRoom(Pyramid.Style(sizing, style.Picture.Size, result, result), "style");
    }

    // Panoramas and strips: each layer must have a position in its pictures.
    private static void RequirePositions(StylizeTask task, Network network)
    {
        (SizingOptions sizing, LossOptions losses) = (task.Options.Sizing, task.Options.Losses);
        PictureSize result = Pyramid.Final(sizing, task.Content.Size);
        IEnumerable<LayerName> styled = losses.HasStyle ? losses.StyleLayers.Used : [];
        IEnumerable<LayerName> used = losses.UsedMaps.Concat(losses.UsedSplitMaps).Concat(styled);
        if (Coarsest(used) is not { } layer)
            return;
        RequirePositions(result, layer, "content", sizing.SizeRule == SizeMode.Longer ? "size" : null);
        IEnumerable<LayerName> painted = losses.UsedMatches.Concat(styled);
        if (Coarsest(painted) is not { } styleLayer || sizing.StyleFit == StyleFitMode.Squash)
            return;
        foreach (WeightedStyle style in task.AllStyles)
        {
            PictureSize size = Pyramid.Style(sizing, style.Picture.Size, result, result);
            RequirePositions(size, styleLayer, "style", "style-size");
        }

        LayerInfo? Coarsest(IEnumerable<LayerName> layers) =>
            layers.Select(name => network.Layer(name)).MaxBy(layer => layer.Stride);
    }

    private static void RequirePositions(PictureSize size, LayerInfo layer, string role, string? option)
    {
        try
        {
            layer.RequireSize(size.Width, size.Height, role);
        }
        catch (PictureException failure)
        {
            throw new PictureException(failure.Message, failure)
            {
                SizeOption = option,
                LeastSize = (int)Math.Ceiling((double)layer.Stride * size.Longer / size.Shorter),
            };
        }
    }

    private static void RequireRoom(PictureSize size, string role)
    {
        if (3 * size.Pixels > Array.MaxLength)
            throw new PictureException($"The {role} would have {size} pixels, more than fit into one picture.");
    }

    private static void RequireFinite(Picture picture, string role)
    {
        foreach (float value in picture.Pixels)
        {
            if (!float.IsFinite(value))
                throw new PictureException($"The {role} has a pixel that is {value}: expected finite values.");
        }
    }
}
