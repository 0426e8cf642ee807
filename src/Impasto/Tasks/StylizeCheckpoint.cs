using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Networks;
using Impasto.Tasks;

namespace Impasto;

/// <summary>A run's state that was kept in a file: picture, optimiser, step, recipe, and the identity of its pictures.</summary>
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
            Note = (string)file.Head["note"]!;
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or NullReferenceException or ImpastoException or OverflowException)
        {
            throw new ImpastoException(file.Unusable("it is damaged, or of another version of Impasto").Message, failure);
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

    /// <summary>The recipe, without its pictures: regions and the picture to start from have to be given again.</summary>
    public StylizeOptions Options => _head.Options;

    /// <summary>Identity of the weights.</summary>
    public string NetworkSha256 => _head.NetworkSha256;

    /// <summary>Steps that were taken; 0 while strokes are mixed beforehand.</summary>
    public int Step => _file.Head["state"]?["step"] is JsonValue step && int.TryParse((string?)step, out int value) ? value : 0;

    /// <summary>The bytes that the caller gave to <see cref="CheckpointTarget.Attachments"/>; null where there are none of that name.</summary>
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
        if (network.Sha256 != NetworkSha256)
            throw Other($"the network '{network.Name}'", NetworkSha256[..Math.Min(12, NetworkSha256.Length)], network.Sha256[..12]);
        if (task.Options.Losses.Convention != Options.Losses.Convention)
            throw Other("convention", Options.Losses.Convention.Name, task.Options.Losses.Convention.Name);
        StylizeOption? option = StylizeOptionCatalog.All.FirstOrDefault(known => known.Read(task.Options) != known.Read(Options));
        if (option is not null && !task.MayDiffer)
            throw Other(option.Name, option.Read(Options) ?? "unset", option.Read(task.Options) ?? "unset");
        string? input = inputs.Keys.Union(_head.Inputs.Keys).FirstOrDefault(name => inputs.GetValueOrDefault(name) != _head.Inputs.GetValueOrDefault(name));
        if (input is not null && !task.MayDiffer)
            throw new ImpastoException($"The checkpoint '{Path}' can't be continued: the {input} is not the one it was made with.");
        return option is null && input is null;
    }

    private ImpastoException Other(string what, string expected, string found) =>
        new($"The checkpoint '{Path}' can't be continued: it was made with {what} {expected}, not {found}.");
}
