"""What others say of numbers: python3-stdnum of BSN and IBAN, python3-phonenumbers of telephone numbers.

bsn     reads a number a line, writes 1 for each that is valid and else 0
iban    the same, for accounts
phones  writes examples of every country, mobile and fixed, as people write them
"""

import sys

what = sys.argv[1]
if what == "bsn":
    from stdnum.nl import bsn

    for line in sys.stdin:
        print(int(bsn.is_valid(line.strip())))
elif what == "iban":
    from stdnum import iban

    for line in sys.stdin:
        print(int(iban.is_valid(line.strip())))
else:
    import phonenumbers as p

    for region in sorted(p.SUPPORTED_REGIONS):
        for kind in (p.PhoneNumberType.MOBILE, p.PhoneNumberType.FIXED_LINE):
            number = p.example_number_for_type(region, kind)
            if number is None:
                continue
            print(p.format_number(number, p.PhoneNumberFormat.E164))
            print(p.format_number(number, p.PhoneNumberFormat.INTERNATIONAL))
            print(p.format_out_of_country_calling_number(number, "NL"))
    for kind in (p.PhoneNumberType.MOBILE, p.PhoneNumberType.FIXED_LINE, p.PhoneNumberType.VOIP):
        number = p.example_number_for_type("NL", kind)
        print(p.format_number(number, p.PhoneNumberFormat.NATIONAL))
        print(p.format_number(number, p.PhoneNumberFormat.NATIONAL).replace(" ", ""))
