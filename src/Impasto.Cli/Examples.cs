using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Impasto.Cli;

/// <summary>Adds examples to the end of a command's help text.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["impasto"] =
        [
            "impasto stylize photo.jpg painting.jpg",
            "impasto weights install vgg19",
        ],
        ["stylize"] =
        [
            "impasto stylize photo.jpg painting.jpg -o result.png",
            "impasto stylize photo.jpg starry.jpg=2 wave.jpg=1 --size 1024 --style-weight 6",
            "impasto stylize photo.jpg painting.jpg --preset notebook --every 400 --frames frames --figure figure.png",
            "impasto stylize https://example.org/photo.jpg painting.jpg --trace steps.jsonl --json",
            "cat photo.jpg | impasto stylize - painting.jpg -o result.tif --depth 16",
        ],
        ["replay"] = ["impasto replay result.png -o again.png"],
        ["info"] = ["impasto info result.png", "impasto info vgg19-dcbb9e9d.pth"],
        ["presets"] = ["impasto presets", "impasto presets notebook"],
        ["install"] =
        [
            "impasto weights install vgg19",
            "impasto weights install vgg19 --from https://mirror.example.org/vgg19-dcbb9e9d.pth",
            "impasto weights install vgg19 --from Downloads/vgg19-dcbb9e9d.pth",
        ],
        ["distill"] =
        [
            "impasto distill --teacher vgg19-dcbb9e9d.pth --images photos -o own.safetensors",
            "impasto distill --teacher vgg19-dcbb9e9d.pth --images photos paintings -o own.safetensors --steps 50000 --device cuda --log own.jsonl",
            "impasto stylize photo.jpg painting.jpg --network own.safetensors",
        ],
        ["completion"] = ["source <(impasto completion bash)", "impasto completion fish > ~/.config/fish/completions/impasto.fish"],
    };

    /// <summary>Gives every help text of the program its examples.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction plain) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = plain.Invoke(parseResult);
            Command command = parseResult.CommandResult.Command;
            string name = command is RootCommand ? "impasto" : command.Name;
            if (!Known.TryGetValue(name, out string[]? lines))
                return code;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
            return code;
        }
    }
}
