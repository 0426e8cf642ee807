using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Explaining;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Commands;

/// <summary>impasto explain: paints a picture and draws what the network sees.</summary>
internal sealed class ExplainCommand(Terminal terminal)
{
    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph: a file, an http(s) address, or - for standard input.",
    };

    private readonly Argument<string> _style = new("style")
    {
        Description = "The painting: a file or an address.",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "Folder for the pictures: result, features of each layer, Gram matrices, losses. [explained]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<long?> _channels = WholeNumber.Option(
        "Output",
        "--channels",
        "Most feature maps of a layer, those that differ most over the photograph.",
        1,
        64,
        unset: "8");

    private readonly StylizeArguments _recipe = new();

    public static Command Create(Terminal terminal)
    {
        var explain = new ExplainCommand(terminal);
        var command = new Command(
            "explain",
            "Paint a picture and draw what the network sees: feature maps, Gram matrices, the loss of each layer.")
        {
            explain._content, explain._style, explain._output, explain._channels,
        };
        explain._recipe.AddFolder(command);
        command.SetAction(explain.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output) ?? "explained";
        if (folder.Length == 0 || File.Exists(folder))
            throw new WrongCallException($"--output: expected a folder, got '{folder}'.");
        StylizeRequest recipe = _recipe.ReadMany(parsed);
        var content = new RecordedPicture(parsed.GetRequiredValue(_content));
        var style = new RecordedStyle(new RecordedPicture(parsed.GetRequiredValue(_style)));
        if (content.Name == "-" && style.Picture.Name == "-")
            throw new WrongCallException("Standard input (-) can be read only once.");
        StylizeRequest request = recipe with
        {
            Record = recipe.Record with { Content = content, Styles = [style] },
            Output = Path.Combine(folder, $"result{recipe.Output}"),
            Keep = new KeepOptions(),
        };
        var job = new ExplainJob(terminal, request, folder, (int)(parsed.GetValue(_channels) ?? 8));
        return job.RunAsync(cancellation);
    }
}
