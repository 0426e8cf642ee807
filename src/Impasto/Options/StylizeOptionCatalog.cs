using System.Globalization;
using Impasto.Networks;
using Impasto.Text;

namespace Impasto;

/// <summary>Every option there is, once: the command line, its help, replay and forms are made from this list.</summary>
public static class StylizeOptionCatalog
{
    private const string StepsRange = "0 to 1000000 for each scale";

    /// <summary>In the order in which people meet them.</summary>
    public static IReadOnlyList<StylizeOption> All { get; } =
    [
        Optional(
            "size", "Size", "Longer side of the result in pixels; original keeps the content's.", "original", 1, 100_000,
            o => o.Size, (o, v) => o with { Size = v }),
        Choice(
            "size-rule", "Size", "Which side --size means: the longer, or by the notebook's rule the shorter.",
            o => o.SizeRule, (o, v) => o with { SizeRule = v }),
        Optional(
            "style-size", "Size", "Longer side of the styles in pixels at the last scale; same gives them the result's.", "same", 1, 100_000,
            o => o.StyleSize, (o, v) => o with { StyleSize = v }),
        Number(
            "style-scale", "Size", "Size of the styles relative to that: below 1 strokes become smaller.", 0.1, 10,
            o => o.StyleScale, (o, v) => o with { StyleScale = v }),
        Choice(
            "style-fit", "Size", "Whether styles keep their shape or are squashed into the content's.",
            o => o.StyleFit, (o, v) => o with { StyleFit = v }),
        Choice(
            "resize", "Size", "How pictures are resized: smooth in floating point, or as Pillow does it with 8 bits.",
            o => o.Resize, (o, v) => o with { Resize = v }),
        Integer(
            "min-size", "Size", "Longer side of the first, coarsest scale in pixels; 0 works at the last scale only.", 0, 100_000,
            o => o.MinSize, (o, v) => o with { MinSize = v }),
        Number(
            "scale-factor", "Size", "How many times larger each scale is than the one before.", 1.05, 4,
            o => o.ScaleFactor, (o, v) => o with { ScaleFactor = v }),
        new(
            "steps", "Time", "Optimiser steps at each scale, the first and coarsest first; the last number counts for the rest.", StepsRange,
            o => string.Join(',', o.Steps.Select(OptionText.Of)),
            (o, text) => o with { Steps = [.. text.Split(',').Select(part => OptionText.Integer("steps", part.Trim(), StepsRange))] },
            o => o.Steps.Count == 0 || o.Steps.Any(steps => steps is < 0 or > 1_000_000)
                ? $"--steps: expected {StepsRange}, got '{string.Join(',', o.Steps)}'."
                : null),
        Number(
            "tolerance", "Time", "A scale ends when its loss fell by less than this share during the last tenth of its steps; 0 takes every step.", 0, 1,
            o => o.Tolerance, (o, v) => o with { Tolerance = v }),
        Number(
            "strength", "Weights", "How much of the painting comes in: 50 is the preset's own; 25 more make --style-weight count 10 times.", 0, 100,
            o => o.Strength, (o, v) => o with { Strength = v }),
        Number(
            "content-weight", "Weights", "Weight of the content loss.", 0, 1e12,
            o => o.ContentWeight, (o, v) => o with { ContentWeight = v }),
        Number(
            "style-weight", "Weights", "Weight of the style loss.", 0, 1e12,
            o => o.StyleWeight, (o, v) => o with { StyleWeight = v }),
        Number(
            "tv-weight", "Weights", "Weight of the total variation: more makes the picture smoother.", 0, 1e12,
            o => o.TvWeight, (o, v) => o with { TvWeight = v }),
        Number(
            "range-weight", "Weights", "Weight of colours beyond black and white, which a file cuts; without effect where the network's own input is optimised.", 0, 1e12,
            o => o.RangeWeight, (o, v) => o with { RangeWeight = v }),
        Layers(
            "content-layers", "Weights", "Layers at which the content is kept, with weights.",
            o => o.ContentLayers, (o, v) => o with { ContentLayers = v }),
        Layers(
            "style-layers", "Weights", "Layers at which the style is taken, with weights: conv1_1=1,conv2_1=0.75.",
            o => o.StyleLayers, (o, v) => o with { StyleLayers = v }),
        Choice(
            "style-loss", "Weights", "How styles are compared: Gram matrices, these with means and deviations, or the Wasserstein-2 distance.",
            o => o.StyleLoss, (o, v) => o with { StyleLoss = v }),
        Choice(
            "convention", "Weights", "The scale in which losses and weights are counted.",
            o => o.Convention, (o, v) => o with { Convention = v }),
        Choice(
            "color", "Color", "Whose colours the result has: the painting's, the photograph's, or the painting's matched to the photograph's before the run.",
            o => o.Color, (o, v) => o with { Color = v }),
        Choice(
            "color-method", "Color", "How --color match gives the painting the photograph's colours.",
            o => o.ColorMethod, (o, v) => o with { ColorMethod = v }),
        Number(
            "feather", "Regions", "Softness of the regions' edges, in per cent of the longer side.", 0, 20,
            o => o.Feather, (o, v) => o with { Feather = v }),
        Choice(
            "init", "Start", "From which picture to start.",
            o => o.Init, (o, v) => o with { Init = v }),
        Number(
            "init-noise", "Start", "Standard deviation of the noise to start from, in pixel units of the convention.", 0, 1000,
            o => o.NoiseDeviation, (o, v) => o with { NoiseDeviation = v }),
        Integer(
            "seed", "Start", "Seed of everything random.", int.MinValue, int.MaxValue,
            o => o.Seed, (o, v) => o with { Seed = v }),
        Choice(
            "optimizer", "Optimiser", "What moves the picture.",
            o => o.Optimizer, (o, v) => o with { Optimizer = v }),
        Number(
            "learning-rate", "Optimiser", "Adam's step in pixel units of the convention, or the length L-BFGS tries first.", 1e-9, 1e6,
            o => o.LearningRate, (o, v) => o with { LearningRate = v }),
        Number(
            "beta1", "Optimiser", "Adam's memory of the gradient.", 0, 0.999999,
            o => o.Beta1, (o, v) => o with { Beta1 = v }),
        Number(
            "beta2", "Optimiser", "Adam's memory of the squared gradient.", 0, 0.999999,
            o => o.Beta2, (o, v) => o with { Beta2 = v }),
        Number(
            "average", "Optimiser", "Memory of the average of Adam's iterates that becomes the result; 0 takes the last iterate.", 0, 0.999999,
            o => o.Average, (o, v) => o with { Average = v }),
        Switch(
            "clamp", "Optimiser", "Whether pixels are cut to their range after every step of Adam.",
            o => o.Clamp, (o, v) => o with { Clamp = v }),
        Integer(
            "history", "Optimiser", "Steps that L-BFGS remembers; each costs 12 bytes a pixel, 24 without a line search.", 1, 1000,
            o => o.History, (o, v) => o with { History = v }),
        Choice(
            "line-search", "Optimiser", "How L-BFGS chooses a step's length.",
            o => o.LineSearch, (o, v) => o with { LineSearch = v }),
        Choice(
            "pooling", "Network", "Pooling between the network's blocks.",
            o => o.Pooling, (o, v) => o with { Pooling = v }),
        new(
            "padding", "Network", "What convolutions see beyond the edge; network takes what the weights were trained with.",
            string.Join(", ", PaddingChoices()),
            o => o.Padding is { } padding ? OptionText.Of(padding) : "network",
            (o, text) => o with { Padding = ReadPadding(text) },
            o => o.Padding is not { } padding || Enum.IsDefined(padding)
                ? null
                : $"--padding: expected {string.Join(", ", PaddingChoices())}, got '{padding}'.",
            choices: PaddingChoices()),
        new(
            "alpha", "Output", "Whether the content's transparency comes back in the result.", "keep, drop",
            o => o.KeepAlpha ? "keep" : "drop",
            (o, text) => text is "keep" or "drop"
                ? o with { KeepAlpha = text == "keep" }
                : throw new ImpastoException($"--alpha: expected keep, drop, got '{text}'."),
            choices: ["keep", "drop"]),
    ];

    /// <summary>The option of that name.</summary>
    /// <exception cref="ImpastoException">There is none.</exception>
    public static StylizeOption Find(string name) => All.FirstOrDefault(option => option.Name == name)
        ?? throw new ImpastoException(
            $"'{name}' is no option: expected one of {string.Join(", ", All.Select(option => option.Name))}.");

    private static PaddingMode? ReadPadding(string text) => PaddingChoices().Contains(text, StringComparer.OrdinalIgnoreCase)
        ? string.Equals(text, "network", StringComparison.OrdinalIgnoreCase) ? null : OptionText.Choice<PaddingMode>("padding", text)
        : throw new ImpastoException($"--padding: expected {string.Join(", ", PaddingChoices())}, got '{text}'.");

    private static string[] PaddingChoices() => ["network", .. OptionText.Choices<PaddingMode>()];

    private static StylizeOption Number(
        string name, string group, string help, double least, double most,
        Func<StylizeOptions, double> read, Func<StylizeOptions, double, StylizeOptions> write)
    {
        string range = $"{OptionText.Of(least)} to {OptionText.Of(most)}";
        return new StylizeOption(
            name, group, help, range,
            options => OptionText.Of(read(options)),
            (options, text) => write(options, OptionText.Number(name, text, range)),
            options => read(options) >= least && read(options) <= most
                ? null
                : $"--{name}: expected {range}, got {OptionText.Of(read(options))}.");
    }

    private static StylizeOption Integer(
        string name, string group, string help, int least, int most,
        Func<StylizeOptions, int> read, Func<StylizeOptions, int, StylizeOptions> write)
    {
        string range = $"{least} to {most}";
        return new StylizeOption(
            name, group, help, range,
            options => OptionText.Of(read(options)),
            (options, text) => write(options, OptionText.Integer(name, text, range)),
            options => read(options) >= least && read(options) <= most ? null : $"--{name}: expected {range}, got {read(options)}.");
    }

    private static StylizeOption Optional(
        string name, string group, string help, string none, int least, int most,
        Func<StylizeOptions, int?> read, Func<StylizeOptions, int?, StylizeOptions> write)
    {
        string range = $"{least} to {most}, or {none}";
        return new StylizeOption(
            name, group, help, range,
            options => read(options)?.ToString(CultureInfo.InvariantCulture) ?? none,
            (options, text) => write(options, text == none ? null : OptionText.Integer(name, text, range)),
            options => read(options) is { } value && (value < least || value > most)
                ? $"--{name}: expected {range}, got {value}."
                : null);
    }

    private static StylizeOption Choice<T>(
        string name, string group, string help,
        Func<StylizeOptions, T> read, Func<StylizeOptions, T, StylizeOptions> write)
        where T : struct, Enum => new(
            name, group, help, string.Join(", ", OptionText.Choices<T>()),
            options => OptionText.Of(read(options)),
            (options, text) => write(options, OptionText.Choice<T>(name, text)),
            options => Enum.IsDefined(read(options))
                ? null
                : $"--{name}: expected {string.Join(", ", OptionText.Choices<T>())}, got '{read(options)}'.",
            OptionText.Choices<T>());

    private static StylizeOption Switch(
        string name, string group, string help,
        Func<StylizeOptions, bool> read, Func<StylizeOptions, bool, StylizeOptions> write) => new(
            name, group, help, "on, off",
            options => read(options) ? "on" : "off",
            (options, text) => text is "on" or "off"
                ? write(options, text == "on")
                : throw new ImpastoException($"--{name}: expected on, off, got '{text}'."),
            choices: ["on", "off"]);

    private static StylizeOption Layers(
        string name, string group, string help,
        Func<StylizeOptions, LayerWeights> read, Func<StylizeOptions, LayerWeights, StylizeOptions> write) => new(
            name, group, help, "layers from conv1_1 to conv5_4, weights of 0 or more",
            options => read(options).ToString(),
            (options, text) => write(options, Parse(name, text)));

    private static LayerWeights Parse(string name, string text)
    {
        try
        {
            return LayerWeights.Parse(text);
        }
        catch (ImpastoException failure)
        {
            throw new ImpastoException($"--{name}: {failure.Message}", failure);
        }
    }
}
