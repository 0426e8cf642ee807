using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Impasto.Networks.Weights;

namespace Impasto.Cli.Tests.Commands;

public sealed class WeightsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Weights_list_begins_with_the_built_in_network()
    {
        Assert.Equal(0, await _cli.RunAsync("weights", "list"));

        Assert.StartsWith("compact   inside the program, ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"Nothing else is installed in '{_cli.File("home/weights")}'.", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_missing_weights_give_1()
    {
        Assert.Equal(1, await _cli.RunAsync("weights", "remove", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "verify", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "install", "vgg19", "--from", _cli.File("no.pth")));

        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.Contains("no.pth", _cli.Problem, StringComparison.Ordinal);
    }

    // Small weights of VGG-19's shape: the name on the server says that they are Caffe's.
    [Fact]
    public async Task Weights_install_fetches_caffes_weights_and_knows_their_pixels()
    {
        byte[] file = Vgg19();
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        using HttpListener server = Serve(file, out string url);

        Assert.Equal(1, await _cli.RunAsync("weights", "install", "vgg19-caffe", "--from", url));
        Assert.Contains("SHA-256", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("weights", "install", "vgg19-caffe", "--from", url, "--sha256", sha256));
        Assert.Equal(0, await _cli.RunAsync("weights", "list"));
        Assert.Equal(0, await _cli.RunAsync("info", "vgg19-caffe"));
        Assert.Contains("Pixels        caffe (", _cli.Out.Output, StringComparison.Ordinal);

        Assert.Contains("Installed vgg19-caffe: ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains($"from {url}", _cli.Out.Output, StringComparison.Ordinal);
        LoadedNetwork loaded = NetworkCatalog.Resolve("vgg19-caffe", _cli.Terminal().Weights);
        Assert.Equal("caffe", loaded.Network.Normalization.Name);
    }

    private static HttpListener Serve(byte[] file, out string url)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var server = new HttpListener();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        _ = Task.Run(async () =>
        {
            while (server.IsListening)
            {
                HttpListenerContext call = await server.GetContextAsync();
                call.Response.ContentLength64 = file.Length;
                await call.Response.OutputStream.WriteAsync(file);
                call.Response.Close();
            }
        });
        url = $"http://127.0.0.1:{port}/models/vgg19-d01eb7cb.safetensors";
        return server;
    }

    // torchvision's keys in the format safetensors: the header's length, a JSON header, and float32 values.
    private static byte[] Vgg19()
    {
        int[] numbers = [0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34];
        var header = new JsonObject();
        List<float> values = [];
        foreach (int number in numbers)
        {
            Add($"features.{number}.weight", [4, number == 0 ? 3 : 4, 3, 3]);
            Add($"features.{number}.bias", [4]);
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. values.SelectMany(BitConverter.GetBytes)];

        void Add(string key, int[] shape)
        {
            int begin = 4 * values.Count, count = shape.Aggregate(1, (product, side) => product * side);
            values.AddRange(Enumerable.Range(0, count).Select(i => (float)Math.Sin((i * 1.7) + values.Count)));
            header[key] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(side => (JsonNode)side)]),
                ["data_offsets"] = new JsonArray(begin, 4 * values.Count),
            };
        }
    }
}
