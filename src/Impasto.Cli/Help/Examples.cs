using System.CommandLine;

namespace Impasto.Cli.Help;

/// <summary>Examples for the help texts.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["impasto"] =
        [
            "impasto stylize photo.jpg painting.jpg",
            "impasto weights install vgg19",
        ],
        ["impasto stylize"] =
        [
            "impasto stylize photo.jpg painting.jpg -o result.png",
            "impasto stylize photo.jpg starry.jpg=2 wave.jpg=1 --size 1024",
            "impasto stylize photo.jpg painting.jpg --preset notebook --every 400 --frames steps",
            "impasto stylize https://example.org/photo.jpg painting.jpg --trace steps.jsonl --json",
            "cat photo.jpg | impasto stylize - painting.jpg -o result.tif --figure figure.png",
            "impasto stylize photo.jpg painting.jpg --strength 65 --color content",
            "impasto stylize photo.jpg painting.jpg --region sky.png=starry.jpg --region face.png=keep",
            "impasto stylize photo.jpg painting.jpg --size 4096 --checkpoint run.checkpoint",
            "impasto stylize photo.jpg painting.jpg --continue result.png --steps 100 -o more.png",
        ],
        ["impasto texture"] =
        [
            "impasto texture painting.jpg",
            "impasto texture painting.jpg --style-region 0,0,300,300 --size 1024 --seed 7",
        ],
        ["impasto reconstruct"] =
        [
            "impasto reconstruct photo.jpg",
            "impasto reconstruct photo.jpg --content-layers conv5_1",
        ],
        ["impasto glance"] =
        [
            "impasto glance photo.jpg painting.jpg -o look.png",
            "impasto glance photo.jpg starry.jpg=2 wave.jpg=1 --strength 70 --color content",
            "impasto glance photo.jpg painting.jpg --region sky.png=starry.jpg --region face.png=keep",
            "impasto glance photo.jpg starry.style -o look.png",
        ],
        ["impasto live"] =
        [
            "ffmpeg -re -i clip.mp4 -f image2pipe -c:v ppm - | impasto live starry.style --held | "
                + "ffplay -f ppm_pipe -",
            "ffmpeg -f v4l2 -i /dev/video0 -f image2pipe -c:v ppm - | impasto live painting.jpg --held --size 384 | "
                + "ffplay -f ppm_pipe -",
            "impasto live starry.style --frames incoming -o painted",
            "impasto live painting.jpg --frames photos -o painted --once",
        ],
        ["impasto learn"] =
        [
            "impasto learn painting.jpg --photos photos --decoder mine.safetensors -o painting.style",
            "impasto learn painting.jpg --minutes 3 --style-size 384 --decoder mine.safetensors",
        ],
        ["impasto export"] = ["impasto export painting.style -o painting.onnx"],
        ["impasto blend"] =
        [
            "impasto blend result.png photo.jpg --amount 70",
            "impasto blend result.png photo.jpg --mode luminance -o blend.jpg",
        ],
        ["impasto video"] =
        [
            "impasto video clip.mp4 painting.jpg -o painted.mp4",
            "impasto video clip.mov painting.jpg -o painted.mov --size 768 --from 0:05 --to 0:15 --codec prores",
            "impasto video --frames shots/take7 painting.jpg -o painted",
            "impasto video clip.mp4 painting.jpg -o painted.mp4 --plan",
        ],
        ["impasto flow"] = ["impasto flow frame7.png frame8.png -o flow.png --flo flow.flo"],
        ["impasto batch"] =
        [
            "impasto batch --content photos --style paintings -o painted",
            "impasto batch --content 'photos/*.jpg' --style starry.jpg wave.jpg -o painted --size 1024 --jobs 2",
            "impasto batch --list pairs.csv -o painted --preset fine",
        ],
        ["impasto explain"] =
        [
            "impasto explain photo.jpg painting.jpg -o explained",
            "impasto explain photo.jpg painting.jpg -o explained --preset notebook --size 200 --channels 12",
        ],
        ["impasto sweep"] =
        [
            "impasto sweep photo.jpg painting.jpg --set strength=25,50,75 --set size=256,512 -o tries",
            "impasto sweep photo.jpg painting.jpg --set steps=100,60;200,100 -o tries",
        ],
        ["impasto resume"] =
        [
            "impasto resume run.checkpoint",
            "impasto resume run.checkpoint -o elsewhere.png --memory 2G",
            "impasto resume painted.mp4.state",
        ],
        ["impasto replay"] =
        [
            "impasto replay result.png",
            "impasto replay result.png -o again.png --device cuda",
        ],
        ["impasto plan"] =
        [
            "impasto plan photo.jpg painting.jpg --size 4096",
            "impasto plan 12000x8000 --size original --memory 4G",
        ],
        ["impasto info"] = 
        [
            "impasto info result.png", "impasto info vgg19-dcbb9e9d.pth", "impasto info painting.style",
        ],
        ["impasto presets"] = ["impasto presets", "impasto presets notebook"],
        ["impasto weights"] = ["impasto weights install vgg19", "impasto weights list"],
        ["impasto weights install"] =
        [
            "impasto weights install vgg19",
            "impasto weights install vgg19 --from https://mirror.example.org/vgg19-dcbb9e9d.pth",
            "impasto weights install vgg19 --from Downloads/vgg19-dcbb9e9d.pth",
        ],
        ["impasto studio"] =
        [
            "impasto studio",
            "impasto studio --listen 0.0.0.0 --port 8080",
            "impasto studio --proxy 127.0.0.1 --host studio.example",
            "impasto studio --store 'Host=db;Database=impasto;Username=impasto;Password=...' --runs 0",
        ],
        ["impasto studio tokens add"] = ["impasto studio tokens add anna"],
        ["impasto studio tokens list"] = ["impasto studio tokens list"],
        ["impasto studio tokens revoke"] = ["impasto studio tokens revoke anna"],
        ["impasto worker"] = ["impasto worker --store 'Host=db;Database=impasto;Username=impasto;Password=...'"],
        ["impasto distill"] =
        [
            "impasto distill --teacher vgg19-dcbb9e9d.pth --images photos -o own.safetensors",
            "impasto distill --teacher vgg19.pth --images photos paintings -o own.safetensors --device cuda",
            "impasto stylize photo.jpg painting.jpg --network own.safetensors",
        ],
        ["impasto mcp"] = ["impasto mcp", "impasto mcp --folder pictures"],
        ["impasto weights list"] = ["impasto weights list"],
        ["impasto weights verify"] = ["impasto weights verify", "impasto weights verify vgg19"],
        ["impasto weights remove"] = ["impasto weights remove vgg16"],
        ["impasto completion"] =
        [
            "source <(impasto completion bash)",
            "impasto completion fish > ~/.config/fish/completions/impasto.fish",
        ],
    };

    /// <summary>The examples of a command, each on one line.</summary>
    public static string[] Of(Command command) => Known.GetValueOrDefault(WrongCalls.NameOf(command), []);
}
