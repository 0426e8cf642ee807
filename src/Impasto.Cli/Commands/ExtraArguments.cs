using System.CommandLine;

namespace Impasto.Cli.Commands;

/// <summary>The words about parts of pictures.</summary>
internal sealed class ExtraArguments
{
    private readonly GroupedOption<string[]> _regions = new("Regions", "--region")
    {
        Description = "A part of the content and its style: MASK=STYLE, MASK=STYLE=STYLEMASK, or MASK=keep to leave it alone; "
            + "may be given several times, the first counts where they overlap. MASK is a picture whose white is the part, "
            + "FILE#black what is black in it, FILE#rrggbb a colour of a map.",
        HelpName = "MASK=STYLE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly GroupedOption<string> _styleMask = new("Regions", "--style-mask")
    {
        Description = "The part of the painting that counts, as a mask.", HelpName = "MASK",
    };

    private readonly GroupedOption<string> _styleRegion = new("Regions", "--style-region")
    {
        Description = "The rectangle of the painting that counts, in its pixels: x,y,w,h. [all of it]", HelpName = "X,Y,W,H",
    };

    private readonly GroupedOption<string> _fineStyle = new("Regions", "--fine-style")
    {
        Description = "A painting whose fine strokes the style gets first, while it keeps its own forms.", HelpName = "FILE",
    };

    /// <summary>Adds what the command's pictures have use for.</summary>
    public void AddTo(Command command, StylizeInput input)
    {
        if (input == StylizeInput.Both)
            command.Options.Add(_regions);
        if (input == StylizeInput.Content)
            return;
        command.Options.Add(_styleMask);
        command.Options.Add(_styleRegion);
        command.Options.Add(_fineStyle);
    }

    /// <summary>Reads a call.</summary>
    /// <param name="parsed">The words.</param>
    /// <param name="styles">How many paintings are named.</param>
    /// <exception cref="WrongCallException">A word can't be meant.</exception>
    public ExtraPictures Read(ParseResult parsed, int styles)
    {
        string? mask = parsed.GetValue(_styleMask), crop = parsed.GetValue(_styleRegion);
        if (styles != 1 && (mask ?? crop) is not null)
            throw new WrongCallException($"{(mask is null ? "--style-region" : "--style-mask")}: expected one style beside it, got {styles}.");
        if (mask is not null && crop is not null)
            throw new WrongCallException("Expected --style-mask or --style-region, got both.");
        return new ExtraPictures
        {
            Regions = [.. (parsed.GetValue(_regions) ?? []).Select(RegionSource.Parse)],
            StyleMask = mask is null ? null : MaskSource.Parse(mask),
            StyleRegion = crop is null ? null : CropSource.Parse(crop),
            FineStyle = parsed.GetValue(_fineStyle),
        };
    }
}
