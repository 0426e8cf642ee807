using System.CommandLine;
using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto presets: shows what each preset sets.</summary>
internal static class PresetsCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("name")
        {
            Description = "A preset, to show all its values.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add([.. Presets.All.Select(preset => preset.Name)]);
        var explain = new Option<bool>("--explain")
        {
            Description = "Explain when to use each preset, why it has these values, and what each option does.",
        };
        var command = new Command("presets", "Show what each preset sets.") { name, explain };
        command.SetAction(parsed =>
        {
            bool isExplained = parsed.GetValue(explain);
            if (parsed.GetValue(name) is { } one)
            {
                Show(terminal.Out, WrongCallException.Read(() => Presets.Find(one)), everything: true, isExplained);
                return;
            }

            foreach (Preset preset in Presets.All)
                Show(terminal.Out, preset, preset.Options.Preset == "fine", isExplained);
        });
        return command;
    }

    // Of the first preset all values are shown, of the others those that differ from the first.
    private static void Show(IAnsiConsole console, Preset preset, bool everything, bool isExplained)
    {
        console.WriteLine($"{preset.Name}: {preset.Summary}");
        if (isExplained)
            console.WriteLine($"{string.Join(' ', preset.Explanation.Split('\n', StringSplitOptions.TrimEntries))}");
        foreach (StylizeOption option in StylizeOptionCatalog.All)
        {
            string? value = option.Read(preset.Options);
            if (value is not null && (everything || value != option.Read(Presets.Fine.Options)))
                console.WriteLine($"  --{option.Name} {value}{(isExplained ? $"  {option.Help}" : "")}");
        }

        console.WriteLine();
    }
}
