using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Records;
using Spectre.Console;

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
            + "are relative to the list's folder. A first line may name more columns: weight, output, options, or any "
            + "option of the recipe. - reads the list from standard input.",
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
        IReadOnlyList<Pair> pairs = await PairsAsync(parsed, options, cancellation);
        var batch = new BatchRequests(shared, options.Folder);
        foreach (Pair pair in pairs)
            batch.Add(pair);
        var queue = new PictureQueue(terminal, options);
        IReadOnlyList<QueueResult> made = await queue.RunAsync(batch.Requests, cancellation);
        return QueueReport.Show(terminal, batch.Join(made), options, queue.HasProblems);
    }

    private async Task<IReadOnlyList<Pair>> PairsAsync(
        ParseResult parsed, QueueOptions options, CancellationToken cancellation)
    {
        string[] contents = parsed.GetValue(_content) ?? [], styles = parsed.GetValue(_style) ?? [];
        string? list = parsed.GetValue(_list);
        if (list is null ? contents.Length == 0 || styles.Length == 0 : contents.Length + styles.Length > 0)
            throw new WrongCallException("Expected --content and --style, or --list.");
        if (list is not null)
        {
            var reader = new PairList(list);
            IReadOnlyList<Pair> listed = reader.Read(await ListFile.ReadAsync(list, terminal.Input, cancellation));
            if (reader.Ignored.Count > 0)
                Note(options, $"Columns of the list that have no meaning here: {string.Join(", ", reader.Ignored)}.");
            return listed;
        }

        var search = new PictureSearch(new QueueManifest(options.Folder).Outputs);
        IReadOnlyList<string> photos = search.Find("--content", contents), paintings = search.Find("--style", styles);
        if (search.LeftOut.Count > 0)
        {
            Note(options, $"Left out, because their formats are not read here: {search.LeftOut.Count} of the files, "
                + $"{string.Join(", ", search.LeftOut.Take(3))}{(search.LeftOut.Count > 3 ? ", ..." : "")}.");
        }

        return [.. from photo in photos from painting in paintings select new Pair(photo, painting)];
    }

    private void Note(QueueOptions options, string note)
    {
        if (!options.Quiet)
            terminal.Out.WriteLine($"Note     {note}");
    }

    private static Option<string[]> Many(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR|GLOB",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
