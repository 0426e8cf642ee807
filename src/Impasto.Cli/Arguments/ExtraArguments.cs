using System.CommandLine;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>The words of a call about parts of pictures.</summary>
internal sealed class ExtraArguments
{
    private readonly GroupedOption<string[]> _regions = new("Regions", "--region")
    {
        Description = "A part of the content and its style: MASK=STYLE, MASK=STYLE=STYLEMASK, MASK=30 for the same "
            + "paintings at the strength 30, MASK=STYLE=30, or MASK=keep to leave it unchanged. May be given several "
            + "times; where regions overlap, the first one counts. MASK is a picture: "
            + "FILE for its white part, FILE#black for its black part, FILE#rrggbb for its part in that colour.",
        HelpName = "MASK=STYLE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly GroupedOption<string> _styleMask = new("Regions", "--style-mask")
    {
        Description = "Use only this part of the painting, given as a mask.",
        HelpName = "MASK",
    };

    private readonly GroupedOption<string> _styleRegion = new("Regions", "--style-region")
    {
        Description = "Use only this rectangle of the painting, in its pixels: x,y,w,h. [all of it]",
        HelpName = "X,Y,W,H",
    };

    private readonly GroupedOption<string> _fineStyle = new("Regions", "--fine-style")
    {
        Description = "A painting whose fine strokes the style receives first; the style keeps its own forms.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options for regions and for parts of a painting.</summary>
    public void AddParts(Command command)
    {
        foreach (Option option in (Option[])[_regions, _styleMask, _styleRegion])
            command.Options.Add(option);
    }

    /// <summary>The option that a call has for a part of a picture; null for none.</summary>
    public string? Given(ParseResult parsed) =>
        parsed.GetValue(_regions) is { Length: > 0 } ? _regions.Name
        : parsed.GetValue(_styleMask) is not null ? _styleMask.Name
        : parsed.GetValue(_styleRegion) is not null ? _styleRegion.Name
        : null;

    /// <summary>Adds the options that fit the command's pictures.</summary>
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

    /// <summary>Adds regions and parts of the paintings to a run that has the names of its pictures.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public RunRecord Read(ParseResult parsed, RunRecord record)
    {
        string? mask = parsed.GetValue(_styleMask), area = parsed.GetValue(_styleRegion);
        int styles = record.Styles.Count;
        if (styles != 1 && (mask ?? area) is not null)
        {
            string option = mask is null ? "--style-region" : "--style-mask";
            throw new WrongCallException($"{option}: expected one style, got {styles}.");
        }

        if (mask is not null && area is not null)
            throw new WrongCallException("Expected --style-mask or --style-region, got both.");
        string? strokes = parsed.GetValue(_fineStyle);
        RecordedStyle[] own = [.. record.Styles.Select(style => style with
        {
            Mask = mask is null ? null : MaskWords.Parse(mask),
            Area = area is null ? null : AreaWords.Parse(area),
            FineStrokes = strokes is null ? null : new RecordedPicture(strokes),
        })];
        return record with
        {
            Styles = own,
            Regions = [.. (parsed.GetValue(_regions) ?? []).Select(words => RegionWords.Parse(words, own))],
        };
    }
}
