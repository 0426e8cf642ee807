using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Impasto.Imaging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Tests.Full.Mcp;

/// <summary>impasto mcp, called by a client of the protocol's own package through pipes.</summary>
public sealed class McpTests(McpServerProcess server) : IClassFixture<McpServerProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_are_listed_with_their_arguments()
    {
        IList<McpClientTool> tools = await server.Client.ListToolsAsync(cancellationToken: Cancellation);

        Assert.Equal(["stylize", "plan", "presets"], tools.Select(tool => tool.Name));
        JsonElement schema = tools[0].JsonSchema;
        Assert.Equal(
            ["content", "styles", "output"],
            schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            Presets.All.Select(preset => preset.Name),
            schema.GetProperty("properties").GetProperty("preset").GetProperty("enum").EnumerateArray()
                .Select(name => name.GetString()));
        Assert.Equal("impasto", server.Client.ServerInfo?.Name);
    }

    [Fact]
    public async Task Presets_explains_recipes_and_lists_every_option()
    {
        JsonElement all = Structured(await server.CallAsync("presets", []));
        JsonElement one = Structured(await server.CallAsync("presets", new() { ["name"] = "notebook" }));

        Assert.Equal(Presets.All.Count, all.GetProperty("presets").GetArrayLength());
        Assert.Equal(
            StylizeOptionCatalog.All.Select(option => option.Name),
            all.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("name").GetString()));
        Assert.Equal("adam", one.GetProperty("values").GetProperty("optimizer").GetString());
    }

    [Fact]
    public async Task Plan_gives_size_memory_and_time()
    {
        JsonElement small = Structured(await server.CallAsync(
            "plan", new() { ["content"] = "photo.png", ["styles"] = "waves.png", ["size"] = 32, ["steps"] = "2" }));
        JsonElement large = Structured(await server.CallAsync(
            "plan", new() { ["content"] = "4000x3000", ["size"] = 512 }));

        Assert.Equal((32, 27), Size(small));
        Assert.Equal((512, 384), Size(large));
        Assert.True(large.GetProperty("memoryBytes").GetInt64() > small.GetProperty("memoryBytes").GetInt64());
        Assert.True(large.GetProperty("seconds").GetDouble() > small.GetProperty("seconds").GetDouble());
    }

    [Fact]
    public async Task Stylize_writes_the_picture_of_the_command_and_reports_steps()
    {
        var steps = new Steps();

        CallToolResult result = await server.CallAsync("stylize", Words("made.png", preview: true), steps);

        Assert.NotEqual(true, result.IsError);
        JsonElement answer = Structured(result);
        Assert.Equal((32, 27), Size(answer));
        Assert.Equal("completed", answer.GetProperty("outcome").GetString());
        Assert.Equal(answer.GetRawText(), McpServerProcess.TextOf(result));
        ImageContentBlock shown = Assert.IsType<ImageContentBlock>(result.Content[1]);
        Assert.Equal(32, new PictureReader().Decode(shown.DecodedData.ToArray(), "shown").Width);
        await steps.UntilAsync(value => value.Progress == 3);
        Assert.All(steps.Seen, value => Assert.Equal(3, value.Total));
        Assert.Matches(
            "^Step 3 of 3, 32 x 27 pixels, loss [0-9.]+, 0 s left$",
            steps.Seen.MaxBy(value => value.Progress)!.Message);
        using var cli = new CliRun();
        await cli.StylizeAsync("--steps", "3", "-o", cli.File("command.png"));
        Assert.Equal(cli.Read("command.png").Pixels, Read("made.png").Pixels);
    }

    [Fact]
    public async Task Stylize_cancelled_ends_writes_nothing_and_leaves_the_server_free()
    {
        using var stop = new CancellationTokenSource();
        var steps = new Steps(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await server.CallAsync(
            "stylize", Words("cancelled.png", steps: 1_000_000), steps, stop.Token));

        CallToolResult next = await server.CallAsync("stylize", Words("next.png"));
        Assert.NotEqual(true, next.IsError);
        Assert.False(File.Exists(Path.Combine(server.Folder, "cancelled.png")));
    }

    [Theory]
    [InlineData("{}", "content: expected a text, got nothing.")]
    [InlineData("""{"content": 3}""", "content: expected a text, got 3.")]
    [InlineData("""{"content": "photo.png", "output": "a.png"}""", "styles: expected one painting or more, got none.")]
    [InlineData("""{"content": "photo.png", "styles": "waves.png"}""", "output: expected a text, got nothing.")]
    [InlineData(
        """{"content": "photo.png", "styles": ["waves.png", 7], "output": "a.png"}""",
        """styles: expected a list of texts, got ["waves.png",7].""")]
    [InlineData("""{"picture": "photo.png"}""", "Unknown argument 'picture': stylize takes content, styles, output, ")]
    [InlineData("""{..., "output": "checks.png"}""", "choose another output, or set overwrite to true.")]
    [InlineData("""{..., "output": "a.gif"}""", "a.gif' can't be written: expected a name that ends in .png")]
    [InlineData("""{..., "output": "-"}""", "output: expected a file, got '-'.")]
    [InlineData("""{..., "content": "-"}""", "content: expected a file, got '-'.")]
    [InlineData("""{..., "content": "no.png"}""", "no.png' can't be read: ")]
    [InlineData("""{..., "content": "../x.png"}""", "content: expected a file in '")]
    [InlineData("""{..., "styles": ["/etc/passwd"]}""", "styles: expected a file in '")]
    [InlineData("""{..., "output": "/tmp/x.png"}""", "output: expected a file in '")]
    [InlineData(
        """{..., "content": "http://127.0.0.1/a.png"}""",
        "content: expected a file, got the address 'http://127.0.0.1/a.png': addresses need impasto mcp --allow-urls.")]
    [InlineData("""{..., "preset": "coarse"}""", "coarse")]
    [InlineData("""{..., "size": [1]}""", "size: expected a number or a text, got [1].")]
    [InlineData("""{..., "size": "huge"}""", "size: expected ")]
    [InlineData("""{..., "options": {"colour": "content"}}""", "Unknown option 'colour': expected one of ")]
    [InlineData("""{..., "options": {"seed": 7}}""", "seed has no effect without init noise or varied.")]
    [InlineData("""{..., "options": {"init": "picture"}}""", "init: expected content, style, noise or varied")]
    [InlineData("""{..., "steps": 3, "options": {"steps": 4}}""", "steps: expected once, got it in options as well.")]
    [InlineData("""{..., "overwrite": "yes"}""", "overwrite: expected true or false, got \"yes\".")]
    public async Task Stylize_wrong_call_gets_one_sentence(string json, string expected)
    {
        string complete = json.Replace("...,", "", StringComparison.Ordinal);
        var words = JsonSerializer.Deserialize<Dictionary<string, object?>>(complete)!;
        if (complete != json)
        {
            foreach ((string name, object? value) in Words("wrong.png"))
                words.TryAdd(name, value);
        }

        CallToolResult result = await server.CallAsync("stylize", words);

        Assert.True(result.IsError);
        string text = McpServerProcess.TextOf(result);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain("--force", text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(server.Folder, "wrong.png")));
    }

    [Fact]
    public async Task Stylize_refuses_a_link_that_leads_out_of_the_folder()
    {
        File.CreateSymbolicLink(Path.Combine(server.Folder, "out"), Path.GetTempPath());

        CallToolResult result = await server.CallAsync("stylize", Words("out/x.png"));

        Assert.True(result.IsError);
        Assert.StartsWith("output: expected a file in '", McpServerProcess.TextOf(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("photo.png")]
    [InlineData("waves.png")]
    public async Task Stylize_output_that_is_an_input_is_refused(string name)
    {
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(server.Folder, name), Cancellation);
        Dictionary<string, object?> words = Words(name);
        words["overwrite"] = true;

        CallToolResult result = await server.CallAsync("stylize", words);

        Assert.True(result.IsError);
        Assert.EndsWith("which is an input.", McpServerProcess.TextOf(result), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(server.Folder, name), Cancellation));
    }

    [Fact]
    public async Task Unknown_tool_is_an_error_of_the_protocol()
    {
        McpException failure = await Assert.ThrowsAnyAsync<McpException>(
            async () => await server.CallAsync("paint", []));

        Assert.Contains(
            "Unknown tool 'paint': expected stylize, plan, presets.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_has_only_the_protocol_and_its_end_ends_the_program()
    {
        string[] calls =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","""
                + """ "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"stylize","arguments":{"""
                + """ "content":"odd.png","styles":["waves.png"],"output":"raw.png","size":32,"steps":2},"""
                + """ "_meta":{"progressToken":"p"}}}""",
        ];
        byte[] photo = await File.ReadAllBytesAsync(Path.Combine(server.Folder, "photo.png"), Cancellation);
        await File.WriteAllBytesAsync(
            Path.Combine(server.Folder, "odd.png"), Impasto.Tests.PngFile.WithOddProfile(photo), Cancellation);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", McpServerProcess.Words(server.Folder))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        foreach (string call in calls)
            await process.StandardInput.WriteLineAsync(call);
        await process.StandardInput.FlushAsync(Cancellation);

        List<JsonElement> messages = [];
        while (!messages.Any(message => message.TryGetProperty("id", out JsonElement id) && id.GetInt32() == 2))
        {
            string line = await process.StandardOutput.ReadLineAsync(Cancellation) ?? throw new EndOfStreamException();
            messages.Add(JsonSerializer.Deserialize<JsonElement>(line));
        }

        process.StandardInput.Close();
        string rest = await process.StandardOutput.ReadToEndAsync(Cancellation);
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal((0, "", ""), (process.ExitCode, rest, error));
        Assert.All(messages, message => Assert.Equal("2.0", message.GetProperty("jsonrpc").GetString()));
        int[] steps =
        [
            .. messages.Where(message => message.TryGetProperty("method", out JsonElement method)
                    && method.GetString() == "notifications/progress")
                .Select(message => message.GetProperty("params").GetProperty("progress").GetInt32()),
        ];
        // In order, and before the answer. A slow reader gets the latest alone.
        Assert.Equal(2, steps[^1]);
        Assert.Equal(steps.Distinct().Order(), steps);
        Assert.Equal(2, messages[^1].GetProperty("id").GetInt32());
        Assert.Equal(32, Read("raw.png").Width);
    }

    [Fact]
    public async Task Folder_that_is_missing_is_a_wrong_call()
    {
        using var cli = new CliRun();

        Assert.Equal(2, await cli.RunAsync("mcp", "--folder", cli.File("none")));

        Assert.StartsWith("--folder: expected a folder that exists, got '", cli.Problem, StringComparison.Ordinal);
        Assert.Equal("", cli.Out.Output);
    }

    private static Dictionary<string, object?> Words(string output, int steps = 3, bool preview = false) => new()
    {
        ["content"] = "photo.png",
        ["styles"] = new[] { "waves.png" },
        ["output"] = output,
        ["size"] = 32,
        ["steps"] = steps,
        ["preview"] = preview,
    };

    private static JsonElement Structured(CallToolResult result) => result.StructuredContent!.Value;

    private static (int Width, int Height) Size(JsonElement answer) =>
        (answer.GetProperty("width").GetInt32(), answer.GetProperty("height").GetInt32());

    private Picture Read(string name) => new PictureReader().Read(Path.Combine(server.Folder, name));

    private sealed class Steps(Action<ProgressNotificationValue>? after = null) : IProgress<ProgressNotificationValue>
    {
        private readonly ConcurrentQueue<ProgressNotificationValue> _seen = new();

        public ProgressNotificationValue[] Seen => [.. _seen];

        public void Report(ProgressNotificationValue value)
        {
            _seen.Enqueue(value);
            after?.Invoke(value);
        }

        // The client takes each message by a task of its own: steps may come in another order, and after the answer.
        public async Task UntilAsync(Func<ProgressNotificationValue, bool> condition)
        {
            for (int i = 0; i < 500 && !_seen.Any(condition); i++)
                await Task.Delay(20, Cancellation);
            Assert.Contains(_seen, value => condition(value));
        }
    }
}
