using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Impasto.Studio.Sharing;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Sharing;

/// <summary>Runs as files, and the recipes that files bring.</summary>
public sealed class ShareTests
{
    [Fact]
    public async Task Shared_run_makes_the_same_picture_in_another_studio()
    {
        await using Studio one = await Studio.StartAsync(), other = await Studio.StartAsync();
        RunView run = await CreateAsync(one);
        await one.UntilAsync(run.Id, "done");
        using HttpResponseMessage shared = await one.Http.GetAsync(
            $"/api/runs/{run.Id}/share", Studio.Cancellation);
        Assert.Equal("my photo_a_b.impasto", shared.Content.Headers.ContentDisposition!.FileNameStar);
        byte[] file = await shared.Content.ReadAsByteArrayAsync(Studio.Cancellation);
        Assert.Equal(
            ["recipe.json", "content.png", "painting-1.png", "painting-2.png", "mask-1.png", "result.tif"],
            await EntriesAsync(file));

        SharedRecipe recipe = await ReadAsync<SharedRecipe>(other, file, "x.impasto");

        Assert.Equal(("fine", "my photo.png"), (recipe.Preset, recipe.Content!.Name));
        Assert.Equal("2", recipe.Options["steps"]);
        Assert.Equal(
            [("a.png", 1.0), ("b.png", 0.5)], recipe.Styles.Select(style => (style.Picture.Name, style.Weight)));
        Assert.Equal(("2", 30.0), (recipe.Regions[0].Style, recipe.Regions[0].Strength!.Value));
        Assert.Equal(90, recipe.TimeLimit);
        Assert.Empty((await other.ListAsync()).Runs);
        using MultipartFormDataContent form = FormOf(recipe);
        using HttpResponseMessage created = await other.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        RunView again = (await created.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
        await other.UntilAsync(again.Id, "done");
        Assert.Equal(await one.ResultAsync(run.Id), await other.ResultAsync(again.Id));
    }

    [Fact]
    public async Task Run_without_a_result_is_shared_without_one()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await CreateAsync(studio);

        byte[] file = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/share", Studio.Cancellation);

        Assert.DoesNotContain(await EntriesAsync(file), name => name.StartsWith("result", StringComparison.Ordinal));
        Assert.NotNull((await ReadAsync<SharedRecipe>(studio, file, "x")).Content!.Data);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("tif")]
    [InlineData("webp")]
    public async Task Result_gives_its_recipe_back_and_names_its_pictures(string format)
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("strength", "70"), ("color", "content"), ("preset", "draft"));
        await studio.UntilAsync(run.Id, "done");

        SharedRecipe recipe = await ReadAsync<SharedRecipe>(
            studio, await studio.ResultAsync(run.Id, format), "result");

        Assert.Equal("draft", recipe.Preset);
        Assert.Equal(run.Options.OrderBy(option => option.Key), recipe.Options.OrderBy(option => option.Key));
        Assert.Equal(("photo.png", null), (recipe.Content!.Name, recipe.Content.Data));
        Assert.Equal(["painting.png"], recipe.Styles.Select(style => style.Picture.Name));
        Assert.Empty(recipe.Notes);
    }

    [Fact]
    public async Task Result_of_samples_brings_them_and_one_that_continued_says_so()
    {
        await using Studio studio = await Studio.StartAsync();
        using var form = new MultipartFormDataContent();
        foreach ((string name, string value) in new[]
        {
            ("content", "sample:cat.jpg"), ("style", "sample:swirls.jpg"), ("size", "32"), ("steps", "1"),
            ("min-size", "0"),
        })
        {
            form.Add(new StringContent(value), name);
        }

        using HttpResponseMessage created = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        RunView run = (await created.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
        await studio.UntilAsync(run.Id, "done");
        (_, JsonElement answer) = await studio.PostAsync(
            $"/api/runs/{run.Id}/continue", new { options = new { strength = 80 } });
        RunView next = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done");

        SharedRecipe first = await ReadAsync<SharedRecipe>(studio, await studio.ResultAsync(run.Id, "jpg"), "a.jpg");
        SharedRecipe second = await ReadAsync<SharedRecipe>(studio, await studio.ResultAsync(next.Id, "png"), "b.png");

        Assert.Equal(
            await studio.Http.GetByteArrayAsync("/api/samples/cat.jpg", Studio.Cancellation), first.Content!.Data);
        Assert.NotNull(first.Styles[0].Picture.Data);
        Assert.Equal("80", second.Options["strength"]);
        Assert.DoesNotContain("init", second.Options.Keys);
        Assert.Contains(second.Notes, note => note.StartsWith("The run continued", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Damaged { get; } = new()
    {
        { "nothing", "Expected a file as the body, got nothing." },
        { "text", "'x.impasto' can't be read" },
        { "photo", "'x.impasto' has no recipe: only pictures that Impasto wrote have one, and files of Share." },
        { "half", "The file is damaged" },
        { "other zip", "The file is damaged: it has no recipe.json." },
        { "no painting", "The file is damaged: it has no painting-1." },
        { "not JSON", "The recipe inside the file is damaged." },
        { "null", "The recipe inside the file is damaged." },
        { "null painting", "The recipe inside the file is damaged." },
        { "newer", "The file comes from a newer version of Impasto." },
        { "unknown option", "Unknown option 'magic'" },
        { "unknown preset", "Unknown preset 'best'" },
        { "many files", "The file has more than 200 files in it" },
        { "long list", "The file has more than 200 files in it" },
        { "many paintings", "Expected at most 16 paintings and masks, got 17." },
        { "bomb", "The file has more in it than this studio takes." },
        { "part of no painting", "The recipe inside the file is damaged." },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task File_that_is_no_recipe_is_refused_with_one_sentence(string kind, string sentence)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxUploadBytes = 4_000_000 },
        });

        JsonElement problem = await ReadAsync<JsonElement>(studio, Make(kind), "x.impasto", status: 422);

        Assert.StartsWith(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task File_beyond_the_limit_is_refused()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxUploadBytes = 50_000 },
        });

        await ReadAsync<JsonElement>(studio, new byte[60_000], "x.impasto", status: 413);
    }

    [Fact]
    public async Task Names_inside_a_file_become_no_files_here()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        const string Evil = "../../../evil.png";
        byte[] file = Zip(
            (Evil, Studio.Photo),
            ("/recipe.json", "{}"u8.ToArray()),
            ("recipe.json", Recipe(content: Evil)), ("content", Studio.Photo), ("painting-1.png", Studio.Painting));

        SharedRecipe recipe = await ReadAsync<SharedRecipe>(studio, file, Evil);

        Assert.Equal("evil.png", recipe.Content!.Name);
        string[] files = Directory.GetFiles(
            Path.Combine(studio.Settings.DataFolder, ".."), "evil*", new EnumerationOptions
            {
                RecurseSubdirectories = false, IgnoreInaccessible = true,
            });
        Assert.Empty(files);
        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
    }

    [Fact]
    public async Task Damaged_bytes_are_always_an_answer()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await CreateAsync(studio);
        byte[] file = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/share", Studio.Cancellation);
        var random = new Random(5);
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = [.. file];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                damaged[random.Next(damaged.Length - 200, damaged.Length)] ^= (byte)(1 << random.Next(8));
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            using HttpResponseMessage response = await PostAsync(studio, damaged, "x.impasto");

            Assert.True((int)response.StatusCode is 200 or 422, $"Number {i}: {response.StatusCode}.");
        }
    }

    private static async Task<RunView> CreateAsync(Studio studio)
    {
        using var form = new MultipartFormDataContent
        {
            { Studio.Part(Studio.Photo), "content", "my photo.png" },
            { Studio.Part(Studio.Painting), "style", "a.png" },
            { Studio.Part(Studio.Encode(TestPictures.Noise(30, 30, seed: 8))), "style", "b.png" },
            { new StringContent("1"), "weight" }, { new StringContent("0.5"), "weight" },
            { Studio.Part(Studio.Encode(TestPictures.Ramp(48, 40))), "region", "mask.png" },
            { new StringContent("2"), "regionStyle" }, { new StringContent("30"), "regionStrength" },
            { new StringContent("32"), "size" }, { new StringContent("2"), "steps" },
            { new StringContent("0"), "min-size" }, { new StringContent("90s"), "time" },
        };
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RunView>(
            Studio.Json, Studio.Cancellation))!;
    }

    private static MultipartFormDataContent FormOf(SharedRecipe recipe)
    {
        var form = new MultipartFormDataContent
        {
            { Studio.Part(recipe.Content!.Data!), "content", recipe.Content.Name },
            { new StringContent(recipe.Preset), "preset" },
        };
        foreach (SharedPainting style in recipe.Styles)
        {
            form.Add(Studio.Part(style.Picture.Data!), "style", style.Picture.Name);
            form.Add(new StringContent(style.Weight.ToString(CultureInfo.InvariantCulture)), "weight");
        }

        foreach (SharedPart part in recipe.Regions)
        {
            form.Add(Studio.Part(part.Mask.Data!), "region", part.Mask.Name);
            form.Add(new StringContent(part.Style), "regionStyle");
            form.Add(new StringContent($"{part.Strength}"), "regionStrength");
        }

        foreach ((string name, string value) in recipe.Options)
            form.Add(new StringContent(value), name);
        return form;
    }

    private static byte[] Make(string kind) => kind switch
    {
        "nothing" => [],
        "text" => "no picture at all"u8.ToArray(),
        "photo" => Studio.Photo,
        "half" => Whole()[..(Whole().Length / 2)],
        "other zip" => Zip(("readme.txt", "hello"u8.ToArray())),
        "no painting" => Zip(("recipe.json", Recipe()), ("content", Studio.Photo)),
        "not JSON" => Zip(("recipe.json", "{\"impasto\": 1"u8.ToArray())),
        "null" => Zip(("recipe.json", "null"u8.ToArray())),
        "null painting" => Zip(
            ("recipe.json", Recipe(styles: "null")), ("content", Studio.Photo), ("painting-1", Studio.Painting)),
        "newer" => Zip(("recipe.json", Recipe(version: 2))),
        "unknown option" => Zip(
            ("recipe.json", Recipe(options: "\"magic\": \"1\"")), ("content", Studio.Photo),
            ("painting-1", Studio.Painting)),
        "unknown preset" => Zip(
            ("recipe.json", Recipe(preset: "best")), ("content", Studio.Photo), ("painting-1", Studio.Painting)),
        "many files" => Zip([.. Enumerable.Range(0, 201).Select(i => ($"{i}", Array.Empty<byte>()))]),
        "long list" => Zip([.. Enumerable.Range(0, 2000).Select(i => ($"{i}", Array.Empty<byte>()))]),
        "many paintings" => Zip(("recipe.json", Recipe(
            styles: string.Join(", ", Enumerable.Repeat("{\"name\": \"a\", \"weight\": 1}", 17))))),
        "bomb" => Zip(("recipe.json", Recipe()), ("content", new byte[5_000_000]), ("painting-1", Studio.Painting)),
        "part of no painting" => Zip(
            ("recipe.json", Recipe(regions: "{\"name\": \"m\", \"style\": \"2\"}")), ("content", Studio.Photo),
            ("painting-1", Studio.Painting), ("mask-1", Studio.Painting)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Whole() => Zip(
        ("recipe.json", Recipe()), ("content", Studio.Photo), ("painting-1", Studio.Painting));

    private static byte[] Recipe(
        int version = 1,
        string preset = "fine",
        string content = "photo.png",
        string options = "",
        string styles = "{\"name\": \"painting.png\", \"weight\": 1}",
        string regions = "") => Encoding.UTF8.GetBytes(
        $$"""
        {
          "impasto": {{version}}, "preset": "{{preset}}", "content": "{{content}}", "options": { {{options}} },
          "styles": [{{styles}}], "regions": [{{regions}}]
        }
        """);

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static async Task<IEnumerable<string>> EntriesAsync(byte[] file)
    {
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            new MemoryStream(file), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null,
            Studio.Cancellation);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private static Task<HttpResponseMessage> PostAsync(Studio studio, byte[] file, string name) =>
        studio.Http.PostAsync(
            $"/api/recipes/read?name={Uri.EscapeDataString(name)}", new ByteArrayContent(file), Studio.Cancellation);

    private static async Task<T> ReadAsync<T>(Studio studio, byte[] file, string name, int status = 200)
    {
        using HttpResponseMessage response = await PostAsync(studio, file, name);
        Assert.True(
            (int)response.StatusCode == status, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<T>(Studio.Json, Studio.Cancellation))!;
    }
}
