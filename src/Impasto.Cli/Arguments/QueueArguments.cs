using System.CommandLine;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>The words that all commands for many pictures share.</summary>
internal sealed class QueueArguments
{
    private readonly StylizeArguments _recipe = new();
    private readonly ExtraArguments _extra = new();

    private readonly GroupedOption<string> _folder = new("Output", "--output", "-o")
    {
        Description = "Folder for the pictures; made if need be.", HelpName = "DIR", Required = true,
    };

    private readonly GroupedOption<long?> _jobs = WholeNumber.Option(
        "Device", "--jobs", "Pictures made at a time; they share threads and memory.", 1, 64, unset: "1");

    private readonly GroupedOption<bool> _noCache = new("Device", "--no-style-cache")
    {
        Description = "Measure every painting anew, and keep nothing of it in the user's cache folder.",
    };

    private readonly GroupedOption<bool> _quiet = new("Progress", "--quiet", "-q") { Description = "Print nothing but what went wrong." };

    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        _recipe.AddRecipe(command);
        _extra.AddTo(command, StylizeInput.Both);
        _recipe.AddDevice(command);
        _recipe.AddWriting(command);
        foreach (Option option in (Option[])[_jobs, _noCache, _quiet])
            command.Options.Add(option);
    }

    /// <summary>Reads what all pictures have in common.</summary>
    /// <param name="parsed">The words.</param>
    /// <param name="styles">The paintings of each picture.</param>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest Read(ParseResult parsed, IReadOnlyList<RecordedStyle> styles)
    {
        StylizeRequest request = _recipe.ReadMany(parsed);
        return request with { Record = _extra.Read(parsed, request.Record with { Styles = styles }) };
    }

    /// <summary>How they are made.</summary>
    public QueueOptions Options(ParseResult parsed, Terminal terminal) => new(
        parsed.GetRequiredValue(_folder),
        (int?)parsed.GetValue(_jobs) ?? 1,
        parsed.GetValue(_quiet),
        parsed.GetValue(_noCache) ? null : Path.Combine(Path.GetDirectoryName(terminal.Weights.Folder)!, "styles"));
}
