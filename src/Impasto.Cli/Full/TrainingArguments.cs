using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Torch;

namespace Impasto.Cli.Full;

/// <summary>The options that every training has.</summary>
/// <param name="usualEvery">Steps from one line of losses to the next, unless given.</param>
/// <param name="usualSeed">The seed, unless given.</param>
internal sealed class TrainingArguments(int usualEvery, int usualSeed)
{
    public GroupedOption<long?> Seed { get; } = WholeNumber.Option(
        "Training", "--seed", "Seed of all random numbers.", int.MinValue, int.MaxValue, $"{usualSeed}");

    public GroupedOption<string> Checkpoint { get; } = new("Progress", "--checkpoint")
    {
        Description = "File for the training's state, to continue after a stop or a crash. [OUTPUT.checkpoint]",
        HelpName = "FILE",
    };

    public GroupedOption<long?> Every { get; } = WholeNumber.Option(
        "Progress", "--every", "Print and log the losses every N steps.", 1, int.MaxValue, $"{usualEvery}");

    public GroupedOption<string> Device { get; } = new("Device", "--device")
    {
        Description = "auto, cpu, cuda, cuda:N or mps, by libtorch. [auto]",
        HelpName = "NAME",
    };

    public GroupedOption<long?> Threads { get; } = WholeNumber.Option(
        "Device", "--threads", "Threads on the CPU, 0 for all.", 0, 1024, unset: "0");

    public int ReadSeed(ParseResult parsed) => (int)(parsed.GetValue(Seed) ?? usualSeed);

    public int ReadEvery(ParseResult parsed) => (int)(parsed.GetValue(Every) ?? usualEvery);

    public string ReadCheckpoint(ParseResult parsed, string output) =>
        parsed.GetValue(Checkpoint) ?? output + ".checkpoint";

    public TorchDevice OpenDevice(ParseResult parsed) =>
        TorchDevice.Parse(parsed.GetValue(Device) ?? "auto", (int)(parsed.GetValue(Threads) ?? 0));
}
