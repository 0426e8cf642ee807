using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Commands;

/// <summary>impasto batch: paints many photographs in the manner of many paintings.</summary>
internal sealed class BatchCommand(Terminal terminal)
{
    private readonly Option<string[]> _content = Many(
        "--content", "Photographs: a folder, a pattern such as 'photos/*.jpg', or files.");

    private readonly Option<string[]> _style = Many(
        "--style", "Paintings, given in the same way; each photograph is painted with each painting.");

    private readonly Option<string> _list = new("--list")
    {
        Description = "Pairs instead of both: CSV with lines content,style or JSON [[\"content\", \"style\"]]; names "
            + "are relative to the list's folder.",
        HelpName = "FILE",
    };

    private readonly QueueArguments _arguments = new();

    public static Command Create(Terminal terminal)
    {
        var batch = new BatchCommand(terminal);
        return batch._arguments.CreateCommand(
            "batch",
            "Paint many photographs in the manner of many paintings. Continues after bad files; called again, it makes "
            + "the missing pictures.",
            [batch._content, batch._style, batch._list],
            batch.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // Every picture has one painting; its name follows below.
        StylizeRequest shared = _arguments.Read(parsed, [new RecordedStyle(new RecordedPicture(""))]);
        QueueOptions options = _arguments.Options(parsed, terminal);
        StylizeRequest[] requests = Requests(shared, Pairs(parsed), options.Folder);
        IReadOnlyList<QueueResult> results = await new PictureQueue(terminal, options).RunAsync(requests, cancellation);
        return QueueReport.Show(terminal, results, options.Folder, options.Quiet);
    }

    private IReadOnlyList<(string Content, string Style)> Pairs(ParseResult parsed)
    {
        string[] contents = parsed.GetValue(_content) ?? [], styles = parsed.GetValue(_style) ?? [];
        string? list = parsed.GetValue(_list);
        if (list is null ? contents.Length == 0 || styles.Length == 0 : contents.Length + styles.Length > 0)
            throw new WrongCallException("Expected --content and --style, or --list.");
        return list is not null
            ? PairList.Read(list)
            :
            [
                .. from content in PairList.Pictures("--content", contents)
                   from style in PairList.Pictures("--style", styles)
                   select (content, style),
            ];
    }

    // Results with the same name, such as those of a.jpg and a.png, get numbers.
    private static StylizeRequest[] Requests(
        StylizeRequest shared, IReadOnlyList<(string Content, string Style)> pairs, string folder)
    {
        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        return [.. pairs.Distinct().Select(pair =>
        {
            string photo = Path.GetFileNameWithoutExtension(pair.Content);
            string name = $"{photo}_{Path.GetFileNameWithoutExtension(pair.Style)}";
            int number = seen[name] = seen.GetValueOrDefault(name) + 1;
            RecordedStyle style = shared.Record.Styles[0] with { Picture = new RecordedPicture(pair.Style) };
            return shared with
            {
                Record = shared.Record with { Content = new RecordedPicture(pair.Content), Styles = [style] },
                Output = Path.Combine(folder, $"{name}{(number > 1 ? $"-{number}" : "")}{shared.Output}"),
            };
        })];
    }

    private static Option<string[]> Many(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR|GLOB",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
