using System.CommandLine;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Arguments;

/// <summary>The option for a run whose pictures lie elsewhere now.</summary>
/// <param name="usual">Where they are looked for without it, for people.</param>
internal sealed class PicturesArgument(string usual)
{
    private readonly GroupedOption<string> _folder = new("Pictures", "--pictures")
    {
        Description = $"Folder with the run's pictures, if they have other names or places now. [{usual}]",
        HelpName = "DIR",
    };

    /// <summary>Adds the option.</summary>
    public void AddTo(Command command) => command.Options.Add(_folder);

    /// <summary>The run with its pictures where they are now.</summary>
    /// <exception cref="WrongCallException">The folder does not exist.</exception>
    public RunRecord Locate(ParseResult parsed, RunRecord record) => parsed.GetValue(_folder) is { } folder
        ? record.WithPictures(new MovedPictures(folder).Find)
        : record;
}
