using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Impasto.Studio.Tokens;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>What a real studio writes with --json-logs: no token, and nothing that could be used instead.</summary>
public sealed class TokenLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Token_of_the_first_start_is_in_its_file_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        using var folder = new ScratchFolder();

        string written = await UseAsync(folder, file => File.ReadAllTextAsync(file, Studio.Cancellation));

        string token = (await File.ReadAllTextAsync(folder.File("token"), Studio.Cancellation)).Trim();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("token")));
        AssertSecret(token, written);
    }

    [Fact]
    public async Task Named_token_is_nowhere_in_the_output()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        using var folder = new ScratchFolder();
        string token = await AddAsync(folder);

        string written = await UseAsync(folder, _ => Task.FromResult(token));

        Assert.False(File.Exists(folder.File("token")), "It has made one more.");
        Assert.Contains("anna signed in from 127.0.0.1", written, StringComparison.Ordinal);
        AssertSecret(token, written);
    }

    private static async Task<string> AddAsync(ScratchFolder folder)
    {
        await using StudioTokens tokens = await StudioTokens.OpenAsync(folder.Path, null, TimeProvider.System);
        return await tokens.AddAsync("anna");
    }

    private static void AssertSecret(string token, string written)
    {
        Assert.Matches("^[0-9a-f]{48}$", token);
        // The checks below would pass without any output as well.
        Assert.Contains("A wrong token came from 127.0.0.1", written, StringComparison.Ordinal);
        foreach (string secret in new[] { token, TokenDigest.Of(token), TokenDigest.Cookie(token) })
            Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase);
    }

    // Starts a studio that others can reach, uses a token in every way, rightly and wrongly, and ends the studio.
    private static async Task<string> UseAsync(ScratchFolder folder, Func<string, Task<string>> readToken)
    {
        using Process studio = Start(folder);
        Task<string> errors = studio.StandardError.ReadToEndAsync(Studio.Cancellation);
        string first = (await studio.StandardOutput.ReadLineAsync(Studio.Cancellation).AsTask()
            .WaitAsync(Patience, Studio.Cancellation))!;
        int port;
        using (var greeting = JsonDocument.Parse(first))
            port = new Uri(greeting.RootElement.GetProperty("Address").GetString()!).Port;
        string token = (await readToken(folder.File("token"))).Trim();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        };

        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/runs", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/runs", $"bearer:{token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/runs", $"Bearer {token}x"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync($"/?token={token}", null));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync($"/{token}", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync($"{token} "[1..]));
        using (Process kill = Process.Start("/bin/kill", ["-TERM", $"{studio.Id}"]))
            await kill.WaitForExitAsync(Studio.Cancellation);
        string rest = await studio.StandardOutput.ReadToEndAsync(Studio.Cancellation)
            .WaitAsync(Patience, Studio.Cancellation);
        await studio.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);
        Assert.Equal(0, studio.ExitCode);
        Assert.All(
            rest.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
        return $"{first}\n{rest}\n{await errors}";

        async Task<HttpStatusCode> AskAsync(string path, string? authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage answer = await client.SendAsync(request, Studio.Cancellation);
            return answer.StatusCode;
        }

        async Task<HttpStatusCode> SignInAsync(string secret)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", secret)]);
            using HttpResponseMessage answer = await client.PostAsync("/sign-in", form, Studio.Cancellation);
            return answer.StatusCode;
        }
    }

    private static Process Start(ScratchFolder folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder.Path,
                "--port", "0", "--listen", "0.0.0.0", "--json-logs", "--network", "compact", "--no-browser",
            ])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("IMPASTO_TOKEN");
        return Process.Start(start)!;
    }
}
