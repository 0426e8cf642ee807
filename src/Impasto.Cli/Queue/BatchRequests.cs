using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Records;

namespace Impasto.Cli.Queue;

/// <summary>The requests of a batch: one for each pair that can be painted.</summary>
/// <param name="shared">What all pictures share; its output is only an ending.</param>
/// <param name="folder">The folder of the results.</param>
internal sealed class BatchRequests(StylizeRequest shared, string folder)
{
    private readonly List<StylizeRequest> _requests = [];

    // In the order of the pairs: null for a request, and the result of a pair that can't be painted.
    private readonly List<(string Place, QueueResult? Failed)> _pairs = [];
    private readonly Dictionary<string, (string Name, string Place)> _outputs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The requests.</summary>
    public IReadOnlyList<StylizeRequest> Requests => _requests;

    /// <summary>Adds a pair; a pair that was added before counts once.</summary>
    public void Add(Pair pair)
    {
        try
        {
            if (pair.Problem is { } problem)
                throw new WrongCallException(problem);
            if ($"{pair.Content}{pair.Style}{pair.Output}".Contains('\0', StringComparison.Ordinal))
                throw new WrongCallException("Expected names of files, got one with the character 0.");
            string name = PairName.Of(pair, folder);
            string output = Path.Combine(folder, pair.Output is null ? $"{name}{shared.Output}" : Own(pair.Output));
            if (!_outputs.TryAdd(Path.GetFullPath(output), (name, pair.Place)))
            {
                (string Name, string Place) before = _outputs[Path.GetFullPath(output)];
                if (before.Name == name)
                    return;
                throw new WrongCallException(
                    $"Expected another output than '{pair.Output}', which {before.Place} has already.");
            }

            _requests.Add(Request(pair, output));
            _pairs.Add((pair.Place, null));
        }
        catch (Exception failure) when (failure is WrongCallException or ImpastoException)
        {
            _pairs.Add((pair.Place, new QueueResult("", QueueState.Failed, null, failure.Message)
            {
                Place = pair.Place,
            }));
        }
    }

    /// <summary>The results of all pairs in their order, given those of the requests.</summary>
    public IReadOnlyList<QueueResult> Join(IReadOnlyList<QueueResult> made)
    {
        using IEnumerator<QueueResult> next = made.GetEnumerator();
        List<QueueResult> all = [];
        foreach ((string place, QueueResult? failed) in _pairs)
        {
            if (failed is null)
                next.MoveNext();
            all.Add(failed ?? next.Current with { Place = place });
        }

        return all;
    }

    private StylizeRequest Request(Pair pair, string output)
    {
        StylizeOptions options = WrongCallException.Read(
            () => StylizeOptionCatalog.Write(shared.Record.Options, pair.Options));
        WrongCallException.Require(options.Validate());
        foreach (StylizeOption option in pair.Options.Select(option => StylizeOptionCatalog.Find(option.Key)))
        {
            if ((option.WithoutEffect(options) ?? RegionWords.WithoutEffect(option, shared.Record.Regions)) is { } why)
                throw new WrongCallException($"{option.Name} {why}.");
        }

        RecordedStyle style = shared.Record.Styles[0] with { Picture = new RecordedPicture(pair.Style) };
        StylizeRequest request = shared with
        {
            Record = shared.Record with
            {
                Content = new RecordedPicture(pair.Content),
                Styles = [style],
                Options = options,
                Output = shared.Record.Output with
                {
                    Format = Path.GetExtension(output).TrimStart('.').ToLowerInvariant(),
                },
            },
            Output = output,
        };
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, request.Writing));
        return request;
    }

    // A list may come from a stranger: its names stay inside the folder.
    private string Own(string output)
    {
        string name = output.Replace('\\', '/');
        bool isInside = Path.GetFullPath(Path.Combine(folder, name))
            .StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!isInside || name.EndsWith('/'))
            throw new WrongCallException($"Expected an output inside the folder of --output, got '{output}'.");
        return Path.HasExtension(name) ? name : $"{name}{shared.Output}";
    }
}
