using Impasto.Studio.Runs;

namespace Impasto.Studio.Requests;

/// <summary>Differences from an earlier run.</summary>
/// <param name="Preset">The preset to start from; null keeps it.</param>
/// <param name="Options">Options by their names on the command line; null keeps them.</param>
internal sealed record RunChanges(string? Preset = null, IReadOnlyDictionary<string, string>? Options = null)
{
    private const string OptimizerOption = "optimizer";

    /// <summary>Whether anything was asked for; it may be what the run has already.</summary>
    public bool HasAny() => Options is { Count: > 0 } || Preset is not null;

    /// <summary>The recipe with these differences.</summary>
    /// <exception cref="ImpastoException">A name or value is unknown.</exception>
    public RunRecipe Of(RunRecipe recipe)
    {
        string preset = Preset ?? recipe.Preset;
        Dictionary<string, string> options = (Options ?? new Dictionary<string, string>())
            .ToDictionary(StringComparer.Ordinal);
        if (preset == recipe.Preset)
            Keep(recipe, options);
        return recipe with { Preset = preset, Options = options };
    }

    // Earlier changes stay, except options of another optimiser than the one chosen now.
    private static void Keep(RunRecipe recipe, Dictionary<string, string> options)
    {
        StylizeOptions chosen = Presets.Find(recipe.Preset).Options;
        string? optimizer = options.GetValueOrDefault(OptimizerOption)
            ?? recipe.Options.GetValueOrDefault(OptimizerOption);
        if (optimizer is not null)
            chosen = StylizeOptionCatalog.Find(OptimizerOption).Write(chosen, optimizer);
        foreach ((string name, string value) in recipe.Options)
        {
            if (StylizeOptionCatalog.Find(name).Read(chosen) is not null)
                options.TryAdd(name, value);
        }
    }
}
