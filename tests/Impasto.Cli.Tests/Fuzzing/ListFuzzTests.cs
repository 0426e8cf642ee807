using System.Text;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Records;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Fuzzing;

/// <summary>Lists and manifests, changed at random, are read or refused in a sentence.</summary>
/// <remarks>How to run more of them: <see cref="Fuzzer"/>.</remarks>
public sealed class ListFuzzTests : IDisposable
{
    private static readonly string[] Tables =
    [
        "content,style\ncat.jpg,swirls.jpg\n\"a,b.jpg\",\"c \"\"d\"\".jpg\"\n",
        "content;style;weight;output;options\ncat.jpg;s.jpg;3;out.png;--steps 20 --strength=40\n",
        "sep=\t\ncontent\tstyle\tsteps\tsize\ncat.jpg\ts.jpg\t10,20\t30%\n",
        "cat.jpg,swirls.jpg,,\r\nhttps://example.org/a.jpg,b.jpg\r\n",
        "unnamed,content,style,strength,color,output\n0,a.jpg,b.jpg,50,content,x/y.jpg\n",
    ];

    private static readonly string[] Json =
    [
        """[["cat.jpg", "swirls.jpg"], {"content": "a.jpg", "style": "b.jpg", "options": {"steps": 20}}]""",
        """[{"content": "a.jpg", "style": "b.jpg", "output": "c.png", "options": "--steps 20", "size": "10cm"}]""",
    ];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_is_read_or_refused()
    {
        var shared = new StylizeRequest
        {
            Output = ".png",
            Record = new RunRecord { Styles = [new RecordedStyle(new RecordedPicture("style"))] },
        };
        new Fuzzer("lists", 2000).Run(Make, (file, random) =>
        {
            string path = _folder.File(file is [(byte)'[' or (byte)'{', ..] ? "pairs.json" : "pairs.csv");
            var requests = new BatchRequests(shared, _folder.File("results"));
            foreach (Pair pair in new PairList(path).Read(file))
                requests.Add(pair);
            IReadOnlyList<QueueResult> made =
                [.. requests.Requests.Select(request => new QueueResult(request.Output, QueueState.Done, null, null))];
            foreach (QueueResult result in requests.Join(made))
                RequireSentence(result.Problem);
        });

        static byte[] Make(Random random)
        {
            if (random.Next(3) == 0)
                return Mutation.Json(random, random.One(Json));
            byte[] table = Mutation.Text(random, random.One(Tables));
            return random.Next(4) switch
            {
                0 => Mutation.Bytes(random, table, table),
                1 => Encoding.Unicode.GetBytes($"\uFEFF{Encoding.UTF8.GetString(table)}"),
                _ => table.Length > 0 ? table : [(byte)'\n'],
            };
        }
    }

    [Fact]
    public void Manifest_is_read()
    {
        const string Line =
            """{"output":"a.png","key":"0123","figures":{"values":{"loss":1.5,"seconds":3}}}""";
        string path = _folder.File(QueueManifest.Name);
        new Fuzzer("manifests", 1000).Run(
            random => [.. Mutation.Json(random, Line), (byte)'\n', .. Mutation.Text(random, $"{Line}\n{Line}\n")],
            (file, _) =>
            {
                File.WriteAllBytes(path, file);
                var manifest = new QueueManifest(_folder.Path);
                Assert.NotNull(manifest.Outputs);
                manifest.Find(_folder.File("a.png"), "0123");
            });
    }

    private static void RequireSentence(string? reason)
    {
        if (reason is null)
            return;
        if (reason.Contains("unexpected", StringComparison.OrdinalIgnoreCase) || reason.Length > 1500)
            throw new InvalidOperationException(reason);
    }
}
