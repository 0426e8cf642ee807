using System.CommandLine;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>The words that all commands for many pictures take.</summary>
internal sealed class QueueArguments
{
    private readonly StylizeArguments _recipe = new();
    private readonly ExtraArguments _extra = new();

    private readonly GroupedOption<string> _folder = new("Output", "--output", "-o")
    {
        Description = "Folder for the pictures; created if it is missing.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly GroupedOption<long?> _jobs = WholeNumber.Option(
        "Device", "--jobs", "Pictures made at the same time; they share threads and memory.", 1, 64, unset: "1");

    private readonly GroupedOption<bool> _noCache = new("Device", "--no-style-cache")
    {
        Description = "Measure every painting again, and store nothing in the user's cache folder.",
    };

    private readonly GroupedOption<bool> _quiet = new("Progress", "--quiet", "-q")
    {
        Description = "Print problems only.",
    };

    /// <summary>Creates a command for many pictures.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="words">Its own arguments and options; those of all such commands are added.</param>
    /// <param name="run">Runs it.</param>
    public Command CreateCommand(
        string name,
        string description,
        IReadOnlyList<Symbol> words,
        Func<ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (Argument argument in words.OfType<Argument>())
            command.Arguments.Add(argument);
        foreach (Option option in words.OfType<Option>())
            command.Options.Add(option);
        command.Options.Add(_folder);
        _recipe.AddRecipe(command);
        _extra.AddTo(command, StylizeInput.Both);
        _recipe.AddDevice(command);
        _recipe.AddWriting(command);
        foreach (Option option in (Option[])[_jobs, _noCache, _quiet])
            command.Options.Add(option);
        command.SetAction(run);
        return command;
    }

    /// <summary>Reads the request that all pictures share.</summary>
    /// <param name="parsed">The call.</param>
    /// <param name="styles">The paintings of each picture.</param>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest Read(ParseResult parsed, IReadOnlyList<RecordedStyle> styles)
    {
        StylizeRequest request = _recipe.ReadMany(parsed);
        RunRecord record = _extra.Read(parsed, request.Record with { Styles = styles });
        _recipe.RequireRegions(parsed, record);
        return request with { Record = record };
    }

    /// <summary>Reads how the pictures are made.</summary>
    public QueueOptions Options(ParseResult parsed, Terminal terminal) => new(
        parsed.GetRequiredValue(_folder),
        (int?)parsed.GetValue(_jobs) ?? 1,
        parsed.GetValue(_quiet),
        parsed.GetValue(_noCache) ? null : Path.Combine(Path.GetDirectoryName(terminal.Weights.Folder)!, "styles"));
}
