using System.Globalization;
using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Networks;
using Impasto.Tasks;

namespace Impasto;

/// <summary>
/// A run's state that was kept in a file: picture, optimiser, step, record, and the identity of its pictures.
/// </summary>
public sealed class StylizeCheckpoint
{
    private readonly CheckpointFile _file;
    private readonly CheckpointHead _head;

    private StylizeCheckpoint(CheckpointFile file)
    {
        _file = file;
        try
        {
            _head = CheckpointHead.Read(file.Head);
            Note = (string?)file.Head["note"] ?? throw new FormatException();
            Step = StepOf(file.Head["state"]!.AsObject());
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException
            or NullReferenceException or ImpastoException or OverflowException or ArgumentException)
        {
            throw new ImpastoException(
                file.Unusable("it is damaged, or of another version of Impasto").Message, failure);
        }
    }

    /// <summary>Opens a checkpoint and checks that it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImpastoException">It can't be read, is no checkpoint, or is damaged.</exception>
    public static StylizeCheckpoint Open(string path) => new(CheckpointFile.Open(path));

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>The text that the caller gave to <see cref="CheckpointTarget.Note"/>.</summary>
    public string Note { get; }

    /// <summary>
    /// The run: its recipe, the identity of its weights, and the names of its pictures if they were given.
    /// </summary>
    public RunRecord Record => _head.Record;

    /// <summary>Steps that were taken; 0 while strokes are mixed beforehand.</summary>
    public int Step { get; }

    /// <summary>
    /// The bytes that the caller gave to <see cref="CheckpointTarget.Attachments"/>; null if there are none of that
    /// name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ImpastoException">The file can't be read any more.</exception>
    public byte[]? Attachment(string name)
    {
        string section = CheckpointHead.Attachment(name);
        if (_file.Length(section) is not { } length)
            return null;
        byte[] bytes = new byte[length];
        _file.Read(section, 0, bytes);
        return bytes;
    }

    internal long MemoryLimit => _head.MemoryLimit;

    internal KeptState State => new(_file);

    /// <summary>Whether a task is the checkpoint's own, down to the last bit of its pictures.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inputs">Identities of its pictures.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="ImpastoException">It differs in something in which it may not.</exception>
    internal bool IsOf(StylizeTask task, IReadOnlyDictionary<string, string> inputs, Network network)
    {
        StylizeOptions options = Record.Options;
        if (network.Sha256 != Record.Network.Sha256)
        {
            string before = Record.Network.Sha256 ?? "unknown";
            throw Other($"the network '{network.Name}'", before[..Math.Min(12, before.Length)], network.Sha256[..12]);
        }

        if (task.Options.Losses.Convention != options.Losses.Convention)
            throw Other("convention", options.Losses.Convention.Name, task.Options.Losses.Convention.Name);
        StylizeOption? option =
            StylizeOptionCatalog.All.FirstOrDefault(known => known.Read(task.Options) != known.Read(options));
        if (option is not null && !task.MayDiffer)
            throw Other(option.Name, option.Read(options) ?? "unset", option.Read(task.Options) ?? "unset");
        string? input = inputs.Keys.Union(_head.Pixels.Keys)
            .FirstOrDefault(role => inputs.GetValueOrDefault(role) != _head.Pixels.GetValueOrDefault(role));
        if (input is not null && !task.MayDiffer)
        {
            throw new ImpastoException(
                $"The checkpoint '{Path}' can't be continued: the {input} is not the one it was made with.");
        }

        return option is null && input is null;
    }

    private static int StepOf(JsonObject state) =>
        int.TryParse((string?)state["step"], CultureInfo.InvariantCulture, out int value) ? value : 0;

    private ImpastoException Other(string what, string expected, string found) =>
        new($"The checkpoint '{Path}' can't be continued: it was made with {what} {expected}, not {found}.");
}
