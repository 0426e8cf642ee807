using System.Diagnostics;
using System.Text.RegularExpressions;
using Impasto.Imaging;
using Impasto.Studio.Lists;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>Runs the examples of docs/studio.md; another test compares the one in C# with the sample.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData(0, "size=256", "size=32 -F steps=2", "")]
    [InlineData(
        1,
        "\"size\": 128",
        "\"size\": 32, \"steps\": 2",
        "id=$(sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/' run.json)\n"
            + "curl -sf -o result.png http://127.0.0.1:5080/api/runs/$id/result.png")]
    [InlineData(
        2,
        "size=256",
        "size=32 -F steps=2",
        "test -s strip.zip; curl -sf \"http://127.0.0.1:5080$batch\" > batch.json\n"
            + "test \"$(jq -r .runs[1].options.strength batch.json)\" = 75\n"
            + "curl -sf -o result.png http://127.0.0.1:5080$(jq -r .runs[1].links.results.png batch.json)")]
    [InlineData(3, "size=256", "size=32 -F steps=2", "cp part.png result.png; grep -q '\"runs\"' runs.json")]
    [InlineData(
        4,
        "next='/api/runs?limit=100'",
        "make='curl -sf -F content=@photo.jpg -F style=@painting.jpg -F size=32 -F steps=2 -H Prefer:wait=60'\n"
            + "$make -o first.json http://127.0.0.1:5080/api/runs\n"
            + "$make -o second.json http://127.0.0.1:5080/api/runs\n"
            + "next='/api/runs?limit=1'",
        "test $(jq .runs[0].number page.json) = $(jq .number first.json)\n"
            + "curl -sf -o result.png http://127.0.0.1:5080$(jq -r .runs[0].links.results.png page.json)")]
    [InlineData(
        5,
        "size=256",
        "size=32 -F steps=2",
        "grep -q done events.txt; curl -sf -o result.png http://127.0.0.1:5080/api/runs/$run/result.png")]
    [InlineData(
        6, "size=256", "size=32 -F steps=2",
        "test $(jq '.plans | length' plans.json) = 3 && test $(jq '.plans[0].memoryBytes' plans.json) -gt 1000\n"
            + "test $(jq -r .options.size recipe.json) = 32")]
    public async Task Curl_example_makes_a_picture(int number, string size, string quick, string fetch)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "There is no curl here.");
        string file = Path.Combine(Repository.Root, "docs", "studio.md");
        string document = await File.ReadAllTextAsync(file, Studio.Cancellation);
        string script = ShellBlock().Matches(document)[number].Groups["code"].Value
            .Replace(size, quick, StringComparison.Ordinal) + fetch;

        await MakesPictureAsync(
            studio => new ProcessStartInfo(
                "/bin/bash", ["-euc", script.Replace("127.0.0.1:5080", studio.Authority, StringComparison.Ordinal)]),
            width: 32);
    }

    [Fact]
    public async Task CSharp_example_makes_a_picture() => await MakesPictureAsync(
        studio => new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "StudioClient.dll"), studio.ToString()]),
        width: 128);

    [Theory]
    [InlineData("cancelled")]
    [InlineData("failed")]
    public async Task CSharp_example_ends_with_a_run_that_makes_no_picture(string state)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using ScratchFolder folder = Pictures();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "StudioClient.dll"), studio.Server.Address.ToString()])
        {
            UseShellExecute = false, WorkingDirectory = folder.Path, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Studio.Cancellation);
        List<StudioRun> runs;
        while ((runs = await studio.Service<RunLists>().PageAsync(new RunFilter(), null, 1)).Count == 0)
            await Task.Delay(20, Studio.Cancellation);

        if (state == "failed")
        {
            await studio.Service<IBlobStore>().DeleteAsync(runs[0].Id);
            await studio.Service<RunExecution>().ExecuteNextAsync();
        }
        else
        {
            await studio.PostAsync($"/api/runs/{runs[0].Id}/cancel");
        }

        await process.WaitForExitAsync(Studio.Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Studio.Cancellation);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains($"The run is {state}", await errors, StringComparison.Ordinal);
    }

    private static ScratchFolder Pictures()
    {
        var folder = new ScratchFolder();
        PictureWriter.Write(TestPictures.Noise(48, 40, seed: 2), folder.File("photo.jpg"));
        PictureWriter.Write(TestPictures.Noise(40, 48, seed: 3), folder.File("painting.jpg"));
        return folder;
    }

    private static async Task MakesPictureAsync(Func<Uri, ProcessStartInfo> example, int width)
    {
        await using Studio studio = await Studio.StartAsync();
        using ScratchFolder folder = Pictures();
        ProcessStartInfo start = example(studio.Server.Address);
        start.WorkingDirectory = folder.Path;

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(Studio.Cancellation);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(width, new PictureReader().Read(folder.File("result.png")).Width);
    }

    [GeneratedRegex(
        "```bash\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellBlock();
}
